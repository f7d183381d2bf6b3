/// An option of a teacher or an environment: how it is written, read and documented, and the type its value has.
///
///     static let fitRate = Option.integer("fit_rate", default: 250, in: 2...1_000_000, "updates between two fits")
///     static let options = [fitRate.description]
///     ...
///     let rate = values[Self.fitRate]  // an Int in 2...1_000_000
///
/// Options that may be off have an optional value, nil where they are:
///
///     static let memory = Option.integer("alp_max_size", default: nil, in: 1...1_000_000, "...")
public struct Option<Value: Sendable>: Sendable {
  /// What listings show of the option.
  public let description: OptionDescription
  let defaultValue: Value
  let read: @Sendable (String) -> Value?

  init(
    _ name: String, _ kind: OptionDescription.Kind, acceptsOff: Bool, words: [String] = [],
    default defaultValue: Value, text: String, _ documentation: String, read: @escaping @Sendable (String) -> Value?
  ) {
    self.defaultValue = defaultValue
    self.read = read
    self.description = OptionDescription(
      name: name, kind: kind, acceptsOff: acceptsOff, words: words, defaultText: text, documentation: documentation,
      accepts: { read($0) != nil })
  }
}

/// How the word for "not given, not wanted" is written.
let off = "off"
/// How the word for "choose it yourself" is written.
let auto = "auto"

/// The value of an option that a caller can leave to the library.
public enum Automatic<Value: Sendable>: Sendable {
  /// The library chooses the value.
  case automatic
  /// The caller chose the value.
  case chosen(Value)
}

extension Option where Value == Int {
  /// A whole number within a range.
  public static func integer(
    _ name: String, default value: Int, in range: ClosedRange<Int>, _ documentation: String
  ) -> Option {
    Option(name, .integer(range), acceptsOff: false, default: value, text: "\(value)", documentation) { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension Option where Value == Int? {
  /// A whole number within a range, or off.
  public static func integer(
    _ name: String, default value: Int?, in range: ClosedRange<Int>, _ documentation: String
  ) -> Option {
    Option(name, .integer(range), acceptsOff: true, default: value, text: value.map { "\($0)" } ?? off, documentation) {
      text in
      text == off ? .some(nil) : Int(text).flatMap { range.contains($0) ? .some($0) : nil }
    }
  }
}

extension Option where Value == Double {
  /// A finite number within a range.
  public static func number(
    _ name: String, default value: Double, in range: ClosedRange<Double>, _ documentation: String
  ) -> Option {
    Option(name, .number(range), acceptsOff: false, default: value, text: shortText(value), documentation) { text in
      finiteNumber(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension Option where Value == Double? {
  /// A finite number within a range, or off.
  public static func number(
    _ name: String, default value: Double?, in range: ClosedRange<Double>, _ documentation: String
  ) -> Option {
    Option(name, .number(range), acceptsOff: true, default: value, text: value.map(shortText) ?? off, documentation) {
      text in
      text == off ? .some(nil) : finiteNumber(text).flatMap { range.contains($0) ? .some($0) : nil }
    }
  }
}

extension Option where Value == Bool {
  /// Yes or no, written true or false.
  public static func boolean(_ name: String, default value: Bool, _ documentation: String) -> Option {
    Option(name, .boolean, acceptsOff: false, default: value, text: "\(value)", documentation) { Bool($0) }
  }
}

extension Option {
  /// One of some values, written as its name. The default is among them.
  public static func choice(
    _ name: String, default value: Value, among values: [Value], named nameOf: @Sendable (Value) -> String,
    _ documentation: String
  ) -> Option {
    let names = values.map(nameOf)
    return Option(
      name, .choice(names), acceptsOff: false, default: value, text: nameOf(value), documentation
    ) { text in
      names.firstIndex(of: text).map { values[$0] }
    }
  }
}

extension Option {
  /// One of some values, written as its name, or off, which is the default.
  public static func choice<Wrapped: Sendable>(
    _ name: String, orOffAmong values: [Wrapped], named nameOf: @Sendable (Wrapped) -> String, _ documentation: String
  ) -> Option where Value == Wrapped? {
    let names = values.map(nameOf)
    return Option(name, .choice(names), acceptsOff: true, default: nil, text: off, documentation) { text in
      text == off ? .some(nil) : names.firstIndex(of: text).map { .some(values[$0]) }
    }
  }
}

extension Option where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the cases of an enumeration, written as its raw value.
  public static func choice(_ name: String, default value: Value, _ documentation: String) -> Option {
    choice(name, default: value, among: Array(Value.allCases), named: { $0.rawValue }, documentation)
  }
}

extension Option where Value == [Double]? {
  /// Several finite numbers within a range, separated by commas, or off. `count` nil: any number of them.
  ///
  /// What holds between the numbers (an order, say) the user of the value checks.
  public static func numbers(
    _ name: String, count: Int?, in range: ClosedRange<Double>, _ documentation: String
  ) -> Option {
    Option(name, .numbers(count: count, range), acceptsOff: true, default: nil, text: off, documentation) { text in
      text == off ? .some(nil) : readNumbers(text, count: count, in: range).map { .some($0) }
    }
  }
}

extension Option where Value == Automatic<Double?> {
  /// A finite number within a range, or off, or auto, which is the default.
  public static func automaticNumber(
    _ name: String, in range: ClosedRange<Double>, _ documentation: String
  ) -> Option {
    Option(
      name, .number(range), acceptsOff: true, words: [auto], default: .automatic, text: auto, documentation
    ) { text in
      switch text {
      case auto: .automatic
      case off: .chosen(nil)
      default: finiteNumber(text).flatMap { range.contains($0) ? .chosen($0) : nil }
      }
    }
  }
}

extension Option where Value == Automatic<[Double]?> {
  /// Several finite numbers within a range, separated by commas, or off, or auto, which is the default.
  ///
  /// What holds between the numbers (an order, say) the user of the value checks.
  public static func automaticNumbers(
    _ name: String, count: Int, in range: ClosedRange<Double>, _ documentation: String
  ) -> Option {
    Option(
      name, .numbers(count: count, range), acceptsOff: true, words: [auto], default: .automatic, text: auto,
      documentation
    ) { text in
      switch text {
      case auto: .automatic
      case off: .chosen(nil)
      default: readNumbers(text, count: count, in: range).map { .chosen($0) }
      }
    }
  }
}

/// The numbers of a list with commas, or nil if there are not `count` of them, each within the range.
private func readNumbers(_ text: String, count: Int?, in range: ClosedRange<Double>) -> [Double]? {
  var numbers: [Double] = []
  for part in text.split(separator: ",", omittingEmptySubsequences: false) {
    guard let number = finiteNumber(trimmed(part)), range.contains(number) else { return nil }
    numbers.append(number)
  }
  return count == nil || numbers.count == count ? numbers : nil
}

/// The number that a text is, whatever the locale; nil for anything else, infinities and NaN included.
func finiteNumber(_ text: String) -> Double? {
  guard let number = Double(text), number.isFinite else { return nil }
  return number
}

/// A number as a person would write it: 5 rather than 5.0.
public func shortText(_ number: Double) -> String {
  let text = "\(number)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

func trimmed(_ text: Substring) -> String {
  var text = text
  while text.first == " " { text.removeFirst() }
  while text.last == " " { text.removeLast() }
  return String(text)
}
