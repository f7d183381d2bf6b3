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
  private let maker: @Sendable (OptionValues) throws(UsageError) -> Maker

  /// Makes one environment from a seed.
  typealias Maker = (_ seed: UInt64) -> any Environment

  /// - Parameter maker: Makes environments from option values checked against `options`. Throws `UsageError` if values
  ///   that are right one by one do not go together.
  init(
    name: String, documentation: String, options: [OptionDescription],
    maker: @escaping @Sendable (OptionValues) throws(UsageError) -> Maker
  ) {
    self.name = name
    self.documentation = documentation
    self.options = options
    self.maker = maker
  }

  /// What can be set by name with the default options.
  public var defaultParameters: [Parameter] { (try? make(options: OptionValues(), seed: 0))?.space.parameters ?? [] }

  /// Makes an environment from option values checked against `options`.
  ///
  /// - Throws: `UsageError` if values that are right one by one do not go together.
  public func make(options: OptionValues, seed: UInt64) throws(UsageError) -> any Environment {
    try maker(options)(seed)
  }

  /// Makes an environment for each seed.
  ///
  /// - Throws: As for one.
  public func make(options: OptionValues, seeds: [UInt64]) throws(UsageError) -> [any Environment] {
    seeds.map(try maker(options))
  }
}
