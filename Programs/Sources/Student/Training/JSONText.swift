import TeachDRL

/// A JSON value, written with its keys in the order given, so that equal values are equal bytes.
public indirect enum JSONText {
  case null
  case string(String)
  case integer(Int)
  case unsigned(UInt64)
  case boolean(Bool)
  /// Must be finite: JSON has no other numbers.
  case number(Double)
  case array([JSONText])
  case object([(key: String, value: JSONText)])

  /// A number, or null if it is not finite or there is none.
  public init(_ number: Double?) {
    self = number.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
  }

  /// A number, or null if there is none.
  public init(_ number: Int?) { self = number.map(JSONText.integer) ?? .null }

  /// An array of numbers, each null if it is not finite.
  public init(_ numbers: [Double]) { self = .array(numbers.map { JSONText($0) }) }

  /// A text, or null if there is none.
  public init(_ text: String?) { self = text.map(JSONText.string) ?? .null }

  /// What a task's parameter is.
  public init(_ parameter: TaskParameter) {
    self = .object([
      ("name", .string(parameter.name)), ("kind", .string(parameter.kindName)), ("low", .number(parameter.low)),
      ("high", .number(parameter.high)), ("categories", .array(parameter.categories.map(JSONText.string))),
      ("group", JSONText(parameter.group)), ("unit", JSONText(parameter.unit)),
      ("default", JSONText(parameter.defaultValue)), ("documentation", JSONText(parameter.documentation)),
    ])
  }

  /// The value as indented text, which ends without a line break.
  public func text(indentation: Int = 0) -> String {
    switch self {
    case .null: "null"
    case .string(let text): quoted(text)
    case .integer(let number): "\(number)"
    case .unsigned(let number): "\(number)"
    case .boolean(let truth): "\(truth)"
    case .number(let number): "\(number)"
    case .array(let elements) where elements.contains(where: \.isContainer):
      "[\n" + indented(elements.map { $0.text(indentation: indentation + 2) }, by: indentation) + "]"
    case .array(let elements):
      "[" + elements.map { $0.text(indentation: indentation) }.joined(separator: ", ") + "]"
    case .object(let members) where members.isEmpty: "{}"
    case .object(let members):
      "{\n"
        + indented(
          members.map { "\(quoted($0.key)): \($0.value.text(indentation: indentation + 2))" }, by: indentation) + "}"
    }
  }

  /// The value as a single line.
  public func line() -> String {
    switch self {
    case .array(let elements): "[" + elements.map { $0.line() }.joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { "\(quoted($0.key)): \($0.value.line())" }.joined(separator: ", ") + "}"
    default: text()
    }
  }

  private var isContainer: Bool {
    switch self {
    case .object, .array: true
    default: false
    }
  }
}

/// Lines between two brackets, a step further in than they are.
private func indented(_ lines: [String], by indentation: Int) -> String {
  let margin = String(repeating: " ", count: indentation)
  return lines.map { "\(margin)  \($0)" }.joined(separator: ",\n") + "\n" + margin
}

private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
