import CTeachDRL

/// An option as a caller gives it to a teacher, an environment or the toy environment: `fit_rate`, `250`.
public struct OptionSetting: Sendable, Equatable {
  /// The option's name in the library's listing.
  public let name: String
  /// The value as text.
  public let value: String

  /// An option's name and value.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// Lends settings to a C function for the length of a call.
func withCOptions<Result>(
  _ settings: [OptionSetting], _ body: (UnsafePointer<teachdrl_option>?, Int) -> Result
) -> Result {
  let texts = CTexts()
  let options = settings.map { teachdrl_option(name: texts.copy($0.name), value: texts.copy($0.value)) }
  return withExtendedLifetime(texts) {
    options.withUnsafeBufferPointer { body($0.baseAddress, $0.count) }
  }
}
