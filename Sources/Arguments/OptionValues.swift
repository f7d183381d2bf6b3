/// The options that a caller gave, each checked against its description. What was not given reads as its default.
public struct OptionValues: Sendable {
  private var texts: [String: String] = [:]

  /// No option given: every one reads as its default.
  public init() {}

  /// Checks (name, value) pairs against the options that `owner` (such as "ALP-GMM") has.
  ///
  /// Throws a `UsageError` for a name that is unknown or given twice, and for a value of the wrong form or range.
  public init(
    _ pairs: [(name: String, value: String)], for owner: String, allowing descriptions: [OptionDescription]
  ) throws(UsageError) {
    for (name, value) in pairs {
      guard let description = descriptions.first(where: { $0.name == name }) else {
        throw UsageError.unknownName("\(owner)'s option", name, among: descriptions.map(\.name))
      }
      guard texts[name] == nil else {
        throw UsageError.invalidArgument("option '\(name)' is given twice; give it once")
      }
      guard description.accepts(value) else {
        throw UsageError.invalidArgument(
          "option '\(name)' is '\(shortened(value))'; it must be \(description.requirement)")
      }
      texts[name] = value
    }
  }

  /// The value of an option: what was given, else its default.
  public subscript<Value>(option: Option<Value>) -> Value {
    texts[option.description.name].flatMap(option.read) ?? option.defaultValue
  }

  /// Sets an option to a text that it accepts, as if the caller had given it.
  public mutating func set<Value>(_ option: Option<Value>, to text: String) { texts[option.description.name] = text }

  /// These values with others, as far as those are given, in their place.
  public func overridden(by others: OptionValues) -> OptionValues {
    var result = self
    result.texts.merge(others.texts) { $1 }
    return result
  }

  /// The value of an option as text: what was given, else its default.
  public func text(of description: OptionDescription) -> String { texts[description.name] ?? description.defaultText }

  /// Whether the caller gave the option at all.
  public func isGiven<Value>(_ option: Option<Value>) -> Bool { isGiven(option.description) }

  /// Whether the caller gave the option at all.
  public func isGiven(_ description: OptionDescription) -> Bool { texts[description.name] != nil }
}
