import Arguments

/// A kind of environment: its name, its options, and how it is made.
public struct EnvironmentKind: Sendable {
  /// The name by which it is created.
  public let name: String
  /// One line on what it is.
  public let documentation: String
  /// The options that it has.
  public let options: [OptionDescription]
  private let parameters: [TrackParameterOptions]
  private let setsAnyParameter: Bool

  /// A kind whose tasks are the given parameters, each with an upper bound for each of its parts.
  ///
  /// - Parameter setsAnyParameter: Whether parameters that are not in the task space can be set by name too.
  init(
    name: String, documentation: String, parameters: [TrackParameterOptions], setsAnyParameter: Bool = false
  ) {
    self.name = name
    self.documentation = documentation
    self.parameters = parameters
    self.setsAnyParameter = setsAnyParameter
    options = parameters.flatMap { $0.upperBounds.map(\.description) } + WalkerOptions.descriptions
  }

  /// Makes an environment from option values checked against `options`.
  ///
  /// Throws a `UsageError` where values that are right one by one do not go together.
  public func make(options: OptionValues, seed: UInt64) throws(UsageError) -> WalkerEnvironment {
    var settable: [SettableParameter] = []
    for parameter in parameters {
      let bounded = try parameter.bounded(by: options)
      if setsAnyParameter || bounded.taskDimension > 0 { settable.append(bounded) }
    }
    return WalkerEnvironment(WalkerOptions.settings(options, parameters: settable), seed: seed)
  }
}
