// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import TeachDRLHeader
import Environments
import Numerics
import Tasks

@_cdecl("teachdrl_environment_task_dimension") @implementation
public func teachdrl_environment_task_dimension(
  _ environment: OpaquePointer?, _ dimension: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  tell(environment, dimension, "dimension") { $0.space.taskDimension }
}

@_cdecl("teachdrl_environment_task_space") @implementation
public func teachdrl_environment_task_space(
  _ environment: OpaquePointer?, _ low: UnsafeMutablePointer<Double>?, _ high: UnsafeMutablePointer<Double>?,
  _ dimension: Int
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      try write(try handle.space.requiredTaskSpace(), low: low, high: high, dimension: dimension)
    }
  }
}

@_cdecl("teachdrl_environment_task_parameter") @implementation
public func teachdrl_environment_task_parameter(
  _ environment: OpaquePointer?, _ index: Int, _ parameter: UnsafeMutablePointer<UnsafePointer<teachdrl_parameter>?>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      try write(handle.space.taskParameters, index, to: parameter)
    }
  }
}

@_cdecl("teachdrl_environment_parameter_count") @implementation
public func teachdrl_environment_parameter_count(
  _ environment: OpaquePointer?, _ count: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  tell(environment, count, "count") { $0.space.parameters.count }
}

@_cdecl("teachdrl_environment_parameter") @implementation
public func teachdrl_environment_parameter(
  _ environment: OpaquePointer?, _ index: Int, _ parameter: UnsafeMutablePointer<UnsafePointer<teachdrl_parameter>?>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      try write(handle.space.parameters, index, to: parameter)
    }
  }
}

@_cdecl("teachdrl_environment_window_step_vector") @implementation
public func teachdrl_environment_window_step_vector(
  _ environment: OpaquePointer?, _ value: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> teachdrl_status {
  tell(environment, value, "value") { UnsafePointer($0.space.windowStepVector) }
}

@_cdecl("teachdrl_environment_test_set") @implementation
public func teachdrl_environment_test_set(
  _ environment: OpaquePointer?, _ tasks: UnsafeMutablePointer<Double>?, _ capacity: Int,
  _ count: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      let count = try required(count, "count")
      let dimension = try handle.space.requiredTaskSpace().dimension
      let values = handle.environment.testSet()
      if let tasks { try copy(values, to: tasks, capacity: capacity) }
      count.pointee = values.count / dimension
    }
  }
}

@_cdecl("teachdrl_environment_set_task") @implementation
public func teachdrl_environment_set_task(
  _ environment: OpaquePointer?, _ task: UnsafePointer<Double>?, _ dimension: Int
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      let task = try required(task, "task")
      let space = try handle.space.requiredTaskSpace()
      try require(dimension, equals: space.dimension, "dimension")
      let values = UnsafeBufferPointer(start: task, count: dimension)
      try require(values, inside: space)
      try handle.aloneAsAWhole { space.withClamped(values) { handle.environment.setTask($0) } }
    }
  }
}

@_cdecl("teachdrl_environment_set_parameter") @implementation
public func teachdrl_environment_set_parameter(
  _ environment: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ values: UnsafePointer<Double>?, _ count: Int
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      let name = try text(name, "name", limit: 255)
      guard let settable = handle.space.settable.first(where: { $0.name == name }) else {
        throw UsageError.unknownName("parameter", name, among: handle.space.settable.map(\.name))
      }
      let numbers = try numbers(values, count: count, of: settable)
      try handle.alone { () throws(UsageError) in
        try numbers.withUnsafeBufferPointer { (numbers) throws(UsageError) in
          try handle.environment.set(settable, to: numbers)
        }
      }
    }
  }
}

/// The numbers for a parameter, as many as it can be set by, each in its range; none to turn it off.
private func numbers(
  _ values: UnsafePointer<Double>?, count: Int, of settable: SettableParameter
) throws(UsageError) -> [Double] {
  guard count != 0 else { return [] }
  guard settable.counts.contains(count) else {
    let counts = settable.counts.map { "\($0)" }.joined(separator: " or ")
    throw .invalidArgument(
      "argument 'count' is \(UInt(bitPattern: count)); parameter '\(settable.name)' takes \(counts), or 0 to turn it off"
    )
  }
  let values = try required(values, "values")
  var numbers: [Double] = []
  for (i, parameter) in settable.numbers.prefix(count).enumerated() {
    guard let number = (parameter.low...parameter.high).snapped(values[i]) else {
      throw .invalidArgument(
        "parameter '\(settable.name)': 'values[\(i)]' (\(parameter.name)) is \(shortText(values[i])); it must lie from "
          + "\(shortText(parameter.low)) to \(shortText(parameter.high))")
    }
    numbers.append(number)
  }
  return numbers
}
