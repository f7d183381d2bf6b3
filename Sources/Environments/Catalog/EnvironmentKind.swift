import Arguments
import Tasks

/// A kind of environment: its name, its options, and how it is made.
public struct EnvironmentKind: Sendable {
  /// The name by which it is created.
  public let name: String
  /// One line on what it is.
  public let documentation: String
  /// The options that it has.
  public let options: [OptionDescription]
  private let returns: Returns
  private let parameters: [TrackParameterOptions]
  private let setsAnyParameter: Bool

  /// A kind whose tasks are the given parameters, each with bounds for each of its parts.
  ///
  /// - Parameters:
  ///   - returns: What returns mean: by default, what the published environments say.
  ///   - setsAnyParameter: Whether parameters that are not in the task space can be set by name too.
  init(
    name: String, documentation: String, parameters: [TrackParameterOptions],
    returns: Returns = Returns(range: (-150, 350), mastered: 230), setsAnyParameter: Bool = false
  ) {
    self.name = name
    self.documentation = documentation
    self.returns = returns
    self.parameters = parameters
    self.setsAnyParameter = setsAnyParameter
    options = parameters.flatMap(\.descriptions) + WalkerOptions.descriptions
  }

  /// What can be set by name with the default options.
  public var defaultParameters: [Parameter] { (try? space(OptionValues()))?.parameters ?? [] }

  /// Makes an environment from option values checked against `options`.
  ///
  /// - Throws: `UsageError` if values that are right one by one do not go together.
  public func make(options: OptionValues, seed: UInt64) throws(UsageError) -> WalkerEnvironment {
    WalkerEnvironment(try settings(options), seed: seed)
  }

  /// Makes an environment for each seed.
  ///
  /// - Throws: As for one.
  public func make(options: OptionValues, seeds: [UInt64]) throws(UsageError) -> [WalkerEnvironment] {
    let settings = try settings(options)
    return seeds.map { WalkerEnvironment(settings, seed: $0) }
  }

  private func settings(_ options: OptionValues) throws(UsageError) -> WalkerEnvironment.Settings {
    WalkerOptions.settings(options, space: try space(options), returns: returns)
  }

  private func space(_ options: OptionValues) throws(UsageError) -> TrackSpace {
    var settable: [BoundedParameter] = []
    for parameter in parameters {
      let bounded = try parameter.bounded(by: options)
      if setsAnyParameter || bounded.boundedCount > 0 { settable.append(bounded) }
    }
    return try TrackSpace(settable)
  }
}
