import Arguments
import TeachDRLHeader
import Tasks
import Teachers

/// What a caller says of a teacher to create or to load.
struct TeacherDefinition {
  /// The name; nil if none was given.
  let name: String?
  /// The parameters; nil if none were given.
  let taskSpace: TaskSpace?
  /// The options, not yet checked.
  let options: [(name: String, value: String)]
  /// The seed.
  let seed: UInt64

  /// The bytes of the first version.
  private static let smallest = 56

  init(_ pointer: UnsafePointer<teachdrl_teacher_definition>?) throws(UsageError) {
    let definition = try structure(
      at: try required(pointer, "definition"), "definition", smallest: Self.smallest,
      unknown: teachdrl_teacher_definition())
    name = definition.name == nil ? nil : try text(definition.name, "definition.name", limit: 255)
    taskSpace = try TeacherDefinition.taskSpace(definition.parameters, count: definition.parameter_count)
    options = try optionPairs(definition.options, count: definition.option_count)
    seed = definition.seed
  }

  /// The parameters of a task; nil if there are none.
  private static func taskSpace(
    _ pointer: UnsafePointer<teachdrl_parameter>?, count: Int
  ) throws(UsageError) -> TaskSpace? {
    guard count != 0 else { return nil }
    guard (1...10_000).contains(count) else {
      throw .invalidArgument("argument 'parameter_count' is \(UInt(bitPattern: count)); it must be from 1 to 10000")
    }
    let rows = try StructureRows(
      try required(pointer, "parameters"), count: count, "parameters", smallest: 88, unknown: teachdrl_parameter())
    var parameters: [Parameter] = []
    parameters.reserveCapacity(count)
    for i in 0..<count { parameters.append(try Parameter(rows[i], at: i)) }
    return try TaskSpace(parameters)
  }
}

extension Parameter {
  fileprivate init(_ parameter: teachdrl_parameter, at index: Int) throws(UsageError) {
    let name = try validText(parameter.name, "parameters[\(index)].name", limit: 255)
    let kind: Kind
    switch parameter.kind {
    case TEACHDRL_PARAMETER_NUMBER: kind = .number
    case TEACHDRL_PARAMETER_LOG_NUMBER: kind = .logNumber
    case TEACHDRL_PARAMETER_INTEGER: kind = .integer
    case TEACHDRL_PARAMETER_CATEGORY: kind = .category(try Self.names(parameter.categories, of: name))
    default:
      throw .invalidArgument(
        "parameter '\(shortened(name))': 'kind' is \(parameter.kind.rawValue); it must be a teachdrl_parameter_kind, 0 to 3"
      )
    }
    func optional(_ pointer: UnsafePointer<CChar>?, _ member: String, limit: Int) throws(UsageError) -> String? {
      guard let pointer else { return nil }
      let text = try validText(pointer, "parameters[\(index)].\(member)", limit: limit)
      return text.isEmpty ? nil : text
    }
    try self.init(
      name, kind, low: parameter.low, high: parameter.high,
      group: try optional(parameter.group, "group", limit: 255),
      unit: try optional(parameter.unit, "unit", limit: Parameter.longestText),
      documentation: try optional(parameter.documentation, "documentation", limit: Parameter.longestText),
      defaultValue: try Self.hasDefault(parameter) ? parameter.default_value : nil)
  }

  /// The byte that says it; what is neither 0 nor 1 is no Bool.
  private static func hasDefault(_ parameter: teachdrl_parameter) throws(UsageError) -> Bool {
    withUnsafeBytes(of: parameter) {
      $0.load(fromByteOffset: MemoryLayout<teachdrl_parameter>.offset(of: \.has_default) ?? 0, as: UInt8.self) != 0
    }
  }

  private static func names(
    _ pointer: UnsafePointer<UnsafePointer<CChar>?>?, of name: String
  ) throws(UsageError) -> [String] {
    guard let pointer else {
      throw .invalidArgument(
        "parameter '\(shortened(name))': 'categories' is NULL; it must list the names, NULL at the end")
    }
    var names: [String] = []
    while let next = pointer[names.count] {
      guard names.count < Parameter.largestCategoryCount else {
        throw .invalidArgument(
          "parameter '\(shortened(name))' has more than \(Parameter.largestCategoryCount) categories; it must have at most "
            + "that many")
      }
      names.append(try validText(next, "categories[\(names.count)]", limit: 255))
    }
    return names
  }
}
