import Arguments
import TeachDRLHeader
import Glibc
import Tasks

/// Parameters in the header's form, which live as long as the list.
final class ParameterList: @unchecked Sendable {
  // Safe to share: nobody writes to it once it is made.
  /// One after the other.
  private let parameters: UnsafeMutableBufferPointer<teachdrl_parameter>
  private var texts: [UnsafeMutablePointer<CChar>?] = []
  private var lists: [UnsafeMutablePointer<UnsafePointer<CChar>?>] = []

  init(_ parameters: [Parameter]) {
    self.parameters = .allocate(capacity: parameters.count)
    _ = self.parameters.initialize(from: parameters.map(describe))
  }

  deinit {
    parameters.deallocate()
    for text in texts { free(text) }
    for list in lists { list.deallocate() }
  }

  /// The number of parameters.
  var count: Int { parameters.count }

  /// One of them.
  subscript(index: Int) -> UnsafePointer<teachdrl_parameter>? {
    parameters.baseAddress.map { UnsafePointer($0 + index) }
  }

  private func describe(_ parameter: Parameter) -> teachdrl_parameter {
    teachdrl_parameter(
      struct_size: MemoryLayout<teachdrl_parameter>.stride, name: copied(parameter.name), kind: parameter.kind.constant,
      low: parameter.low, high: parameter.high, categories: copied(parameter.categories),
      group: parameter.group.flatMap(copied), unit: parameter.unit.flatMap(copied),
      documentation: parameter.documentation.flatMap(copied), has_default: parameter.defaultValue != nil,
      default_value: parameter.defaultValue ?? 0)
  }

  private func copied(_ text: String) -> UnsafePointer<CChar>? {
    let copy = strdup(text)
    texts.append(copy)
    return UnsafePointer(copy)
  }

  private func copied(_ names: [String]) -> UnsafePointer<UnsafePointer<CChar>?>? {
    guard !names.isEmpty else { return nil }
    let list = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: names.count + 1)
    for (i, name) in names.enumerated() { (list + i).initialize(to: copied(name)) }
    (list + names.count).initialize(to: nil)
    lists.append(list)
    return UnsafePointer(list)
  }
}

/// Writes one of some parameters where a caller wants it.
///
/// - Throws: `UsageError` if the pointer is NULL or there is no such parameter.
func write(
  _ parameters: ParameterList, _ index: Int, to parameter: UnsafeMutablePointer<UnsafePointer<teachdrl_parameter>?>?
) throws(UsageError) {
  let output = try required(parameter, "parameter")
  guard (0..<parameters.count).contains(index) else {
    throw .invalidArgument("argument 'index' is \(UInt(bitPattern: index)); it must be below \(parameters.count)")
  }
  output.pointee = parameters[index]
}

extension Parameter.Kind {
  /// The header's constant.
  var constant: teachdrl_parameter_kind {
    switch self {
    case .number: TEACHDRL_PARAMETER_NUMBER
    case .logNumber: TEACHDRL_PARAMETER_LOG_NUMBER
    case .integer: TEACHDRL_PARAMETER_INTEGER
    case .category: TEACHDRL_PARAMETER_CATEGORY
    }
  }
}
