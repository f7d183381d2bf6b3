import Arguments

/// A kind of environment: its name, its options, and how it is made.
public struct EnvironmentKind: Sendable {
  /// The name by which it is created.
  public let name: String
  /// One line on what it is.
  public let documentation: String
  /// The options that it has.
  public let options: [OptionDescription]
  private let settings: @Sendable (OptionValues) throws(UsageError) -> WalkerEnvironment.Settings

  init(
    name: String, documentation: String, options: [OptionDescription],
    settings: @escaping @Sendable (OptionValues) throws(UsageError) -> WalkerEnvironment.Settings
  ) {
    self.name = name
    self.documentation = documentation
    self.options = options
    self.settings = settings
  }

  /// Makes an environment from option values checked against `options`.
  ///
  /// Throws a `UsageError` where values that are right one by one do not go together.
  public func make(options: OptionValues, seed: UInt64) throws(UsageError) -> WalkerEnvironment {
    WalkerEnvironment(try settings(options), seed: seed)
  }
}

/// The environments that there are.
public enum EnvironmentCatalog {
  /// Every kind; a further one is a line here.
  public static let all: [EnvironmentKind] = [.stumpTracks]
}
