// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import TeachDRLHeader
import Environments
import Tasks
import Teachers

@_cdecl("teachdrl_teacher_count") @implementation
public func teachdrl_teacher_count() -> Int {
  rehearseOnce()
  return teachers.entries.count
}

@_cdecl("teachdrl_teacher_describe") @implementation
public func teachdrl_teacher_describe(
  _ index: Int, _ description: UnsafeMutablePointer<UnsafePointer<teachdrl_description>?>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in try teachers.write(index, to: description) }
}

@_cdecl("teachdrl_environment_count") @implementation
public func teachdrl_environment_count() -> Int {
  rehearseOnce()
  return environments.entries.count
}

@_cdecl("teachdrl_environment_describe") @implementation
public func teachdrl_environment_describe(
  _ index: Int, _ description: UnsafeMutablePointer<UnsafePointer<teachdrl_description>?>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in try environments.write(index, to: description) }
}

@_cdecl("teachdrl_toy_describe") @implementation
public func teachdrl_toy_describe(
  _ description: UnsafeMutablePointer<UnsafePointer<teachdrl_description>?>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in try toy.write(0, to: description) }
}

private let teachers = DescriptionList(
  TeacherCatalog.all.map {
    Described(
      name: $0.name, documentation: $0.documentation, options: $0.allOptions, needs: $0.needs(.automatic),
      uses: $0.allUses)
  })
private let environments = DescriptionList(
  EnvironmentCatalog.all.map {
    Described(
      name: $0.name, documentation: $0.documentation, options: $0.options, parameters: $0.defaultParameters)
  })
private let toy = DescriptionList([
  Described(
    name: ToyEnvironment.name, documentation: ToyEnvironment.documentation, options: ToyEnvironment.options)
])

/// What a description says.
private struct Described {
  let name: String
  let documentation: String
  let options: [OptionDescription]
  var needs: OutcomeMembers = []
  var uses: OutcomeMembers = []
  var parameters: [Parameter] = []
}

/// The descriptions of one kind of thing, in the header's form, made once and never freed.
private struct DescriptionList: @unchecked Sendable {
  // Safe to share: nobody writes to them once they are made.
  let entries: [UnsafePointer<teachdrl_description>]
  /// What the entries' parameters point to.
  private let parameters: [ParameterList]

  init(_ things: [Described]) {
    parameters = things.map { ParameterList($0.parameters) }
    entries = zip(things, parameters).map { thing, list in
      let parameters = thing.parameters.indices.map { list[$0] }
      let options: [UnsafePointer<teachdrl_option_description>?] = thing.options.map { permanent(describe($0)) }
      return permanent(
        teachdrl_description(
          name: PermanentString(thing.name).pointer, documentation: PermanentString(thing.documentation).pointer,
          options: permanentArray(options), option_count: options.count, needs: thing.needs.rawValue,
          uses: thing.uses.rawValue, parameters: parameters.isEmpty ? nil : permanentArray(parameters),
          parameter_count: parameters.count))
    }
  }

  func write(
    _ index: Int, to description: UnsafeMutablePointer<UnsafePointer<teachdrl_description>?>?
  ) throws(UsageError) {
    let description = try required(description, "description")
    guard entries.indices.contains(index) else {
      throw .invalidArgument("argument 'index' is \(UInt(bitPattern: index)); it must be below \(entries.count)")
    }
    description.pointee = entries[index]
  }
}

private func describe(_ option: OptionDescription) -> teachdrl_option_description {
  var type = TEACHDRL_OPTION_BOOLEAN
  var bounds = (minimum: Double.nan, maximum: Double.nan)
  var choices: UnsafePointer<UnsafePointer<CChar>?>?
  switch option.kind {
  case .integer(let range):
    type = TEACHDRL_OPTION_INTEGER
    bounds = (Double(range.lowerBound), Double(range.upperBound))
  case .number(let range):
    type = TEACHDRL_OPTION_NUMBER
    bounds = (range.lowerBound, range.upperBound)
  case .boolean:
    break
  case .choice(let words):
    type = TEACHDRL_OPTION_CHOICE
    choices = permanentArray(words.map { PermanentString($0).pointer } + [nil])
  case .numbers(_, let range):
    type = TEACHDRL_OPTION_NUMBERS
    bounds = (range.lowerBound, range.upperBound)
  }
  if !option.words.isEmpty { choices = permanentArray(option.words.map { PermanentString($0).pointer } + [nil]) }
  return teachdrl_option_description(
    name: PermanentString(option.name).pointer, type: type,
    default_value: PermanentString(option.defaultText).pointer, range: PermanentString(option.range).pointer,
    documentation: PermanentString(option.documentation).pointer, minimum: bounds.minimum, maximum: bounds.maximum,
    accepts_off: option.acceptsOff, choices: choices)
}

/// A copy that is never freed.
private func permanent<Value>(_ value: Value) -> UnsafePointer<Value> {
  let copy = UnsafeMutablePointer<Value>.allocate(capacity: 1)
  copy.initialize(to: value)
  return UnsafePointer(copy)
}

private func permanentArray<Value>(_ values: [Value]) -> UnsafePointer<Value> {
  let copy = UnsafeMutableBufferPointer<Value>.allocate(capacity: max(values.count, 1))
  _ = copy.initialize(from: values)
  // An allocation of at least one element has an address.
  return UnsafePointer(copy.baseAddress.unsafelyUnwrapped)
}
