/// What listings, help texts and error messages say of an option.
public struct OptionDescription: Sendable {
  /// The form of an option's value.
  public enum Kind: Sendable, Equatable {
    /// A whole number within a range.
    case integer(ClosedRange<Int>)
    /// A finite number within a range.
    case number(ClosedRange<Double>)
    /// true or false.
    case boolean
    /// One of some words.
    case choice([String])
    /// Numbers within a range, separated by commas; `count` of them, or any number where that is nil.
    case numbers(count: Int?, ClosedRange<Double>)
  }

  /// The name, in lower case with underscores.
  public let name: String
  /// The form of the value.
  public let kind: Kind
  /// Whether "off" is a value too.
  public let acceptsOff: Bool
  /// Words that are values too, beside "off": "auto".
  public let words: [String]
  /// The default, as a caller would write it.
  public let defaultText: String
  /// One line on what the option does.
  public let documentation: String
  /// Whether a text is a value of this option.
  let accepts: @Sendable (String) -> Bool

  /// Whether two texts that it accepts are the same value: "0.2" and "2e-1".
  public func means(_ one: String, _ other: String) -> Bool {
    if one == other { return true }
    let separator: (Character) -> Bool = { $0 == "," }
    let (first, second) = (one.split(whereSeparator: separator), other.split(whereSeparator: separator))
    return first.count == second.count
      && zip(first, second).allSatisfy { one, other in
        guard let one = finiteNumber(trimmed(one)), let other = finiteNumber(trimmed(other)) else {
          return one == other
        }
        return one == other
      }
  }

  /// The values allowed, for people: "2 to 1000000", "aic, bic or aicc", "auto, off, or 2 numbers from ...".
  public var range: String {
    let values =
      switch kind {
      case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
      case .number(let range):
        "\(words.isEmpty ? "" : "a number from ")\(shortText(range.lowerBound)) to \(shortText(range.upperBound))"
      case .boolean: "true or false"
      case .choice(let words): listed(words)
      case .numbers(let count, let range):
        "\(count.map { "\($0) " } ?? "")numbers from \(shortText(range.lowerBound)) to \(shortText(range.upperBound)), separated by commas"
      }
    guard words.isEmpty else { return "\((words + (acceptsOff ? [off] : [])).joined(separator: ", ")), or \(values)" }
    return acceptsOff ? "\(values), or off" : values
  }

  /// What a value must be, to end the sentence "it must be ...".
  var requirement: String {
    guard words.isEmpty else { return range }
    return switch kind {
    case .integer: "a whole number from \(range)"
    case .number: "a number from \(range)"
    case .boolean, .choice, .numbers: range
    }
  }
}

private func listed(_ words: [String]) -> String {
  guard words.count > 1, let last = words.last else { return words.joined() }
  return "\(words.dropLast().joined(separator: ", ")) or \(last)"
}
