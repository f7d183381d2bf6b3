import CTeachDRL

/// One parameter of a task: its name and the values that it takes.
public struct TaskParameter: Sendable, Equatable {
  /// What values a parameter takes. A value is a number in each case.
  public enum Kind: Sendable, Equatable {
    /// Any number between the bounds.
    case number
    /// Any number between two positive bounds; equal factors are equally far apart.
    case logNumber
    /// A whole number between the bounds.
    case integer
    /// One of some names, by its index.
    case category([String])
  }

  /// The name, such as "stump_height".
  public let name: String
  /// What values it takes.
  public let kind: Kind
  /// The least value.
  public let low: Double
  /// The greatest value.
  public let high: Double
  /// The name of the group that it is in with others like it; nil if it is in none.
  public var group: String?
  /// The unit of its values, such as "m"; nil if it has none.
  public var unit: String?
  /// One line on what it is; nil if there is none.
  public var documentation: String?
  /// The value that it has if nobody sets it; nil if there is none.
  public var defaultValue: Double?

  /// A parameter. The library checks what it is given.
  public init(
    _ name: String, _ kind: Kind = .number, low: Double, high: Double, group: String? = nil, unit: String? = nil,
    documentation: String? = nil, defaultValue: Double? = nil
  ) {
    (self.name, self.kind, self.low, self.high) = (name, kind, low, high)
    (self.group, self.unit, self.documentation, self.defaultValue) = (group, unit, documentation, defaultValue)
  }

  /// The names of a category's values; empty for other kinds.
  public var categories: [String] {
    if case .category(let names) = kind { names } else { [] }
  }

  /// Whether its values are whole numbers.
  public var isDiscrete: Bool {
    switch kind {
    case .number, .logNumber: false
    case .integer, .category: true
    }
  }

  /// The kind's name in JSON: "number", "log_number", "integer" or "category".
  public var kindName: String {
    switch kind {
    case .number: "number"
    case .logNumber: "log_number"
    case .integer: "integer"
    case .category: "category"
    }
  }

  /// The same parameter with other bounds.
  public func bounded(low: Double, high: Double) -> TaskParameter {
    TaskParameter(
      name, kind, low: low, high: high, group: group, unit: unit, documentation: documentation,
      defaultValue: defaultValue.flatMap { (low...high).contains($0) ? $0 : nil })
  }

  /// The value if it is one of this parameter's, and the bound if it is outside by no more than one unit in the last place
  /// of `Float`: what the library takes a task's coordinate for.
  ///
  /// - Parameter value: A task's coordinate.
  /// - Returns: The value that the library works with; nil if it would refuse the coordinate.
  public func snapped(_ value: Double) -> Double? {
    if low <= value, value <= high { return !isDiscrete || value == value.rounded() ? value : nil }
    let bound = value < low ? low : high
    return abs(value - bound) <= Double(Float(bound).ulp) ? bound : nil
  }
}

extension TaskParameter {
  /// A parameter that the library describes.
  init(_ parameter: teachdrl_parameter) {
    let kind: Kind =
      switch parameter.kind {
      case TEACHDRL_PARAMETER_LOG_NUMBER: .logNumber
      case TEACHDRL_PARAMETER_INTEGER: .integer
      case TEACHDRL_PARAMETER_CATEGORY: .category(texts(parameter.categories))
      // A later library may know kinds that this program was not built with; their values are numbers too.
      default: .number
      }
    self.init(
      String(cString: parameter.name), kind, low: parameter.low, high: parameter.high,
      group: parameter.group.map { String(cString: $0) }, unit: parameter.unit.map { String(cString: $0) },
      documentation: parameter.documentation.map { String(cString: $0) },
      defaultValue: parameter.has_default ? parameter.default_value : nil)
  }

  /// Reads the parameters that a function of the library gives by their indices.
  static func read(
    count: Int, _ parameter: (Int, UnsafeMutablePointer<UnsafePointer<teachdrl_parameter>?>?) -> teachdrl_status
  ) throws(LibraryError) -> [TaskParameter] {
    var parameters: [TaskParameter] = []
    for index in 0..<count {
      var pointer: UnsafePointer<teachdrl_parameter>?
      try check(parameter(index, &pointer))
      if let pointer { parameters.append(TaskParameter(pointer.pointee)) }
    }
    return parameters
  }

  /// The parameter in the header's form, with the texts' copies.
  fileprivate func described(_ texts: CTexts) -> teachdrl_parameter {
    let constant =
      switch kind {
      case .number: TEACHDRL_PARAMETER_NUMBER
      case .logNumber: TEACHDRL_PARAMETER_LOG_NUMBER
      case .integer: TEACHDRL_PARAMETER_INTEGER
      case .category: TEACHDRL_PARAMETER_CATEGORY
      }
    var categories: UnsafePointer<UnsafePointer<CChar>?>?
    if case .category(let names) = kind { categories = texts.copy(names) }
    return teachdrl_parameter(
      struct_size: MemoryLayout<teachdrl_parameter>.stride, name: texts.copy(name), kind: constant, low: low,
      high: high,
      categories: categories, group: group.flatMap { texts.copy($0) }, unit: unit.flatMap { texts.copy($0) },
      documentation: documentation.flatMap { texts.copy($0) }, has_default: defaultValue != nil,
      default_value: defaultValue ?? 0)
  }
}

/// Lends parameters to a C function for the length of a call.
func withCParameters<Result>(
  _ parameters: [TaskParameter], _ body: (UnsafePointer<teachdrl_parameter>?, Int) -> Result
) -> Result {
  let texts = CTexts()
  let parameters = parameters.map { $0.described(texts) }
  return withExtendedLifetime(texts) {
    parameters.withUnsafeBufferPointer { body($0.baseAddress, $0.count) }
  }
}
