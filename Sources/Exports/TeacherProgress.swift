// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import TeachDRLHeader
import Numerics
import Teachers

@_cdecl("teachdrl_teacher_progress") @implementation
public func teachdrl_teacher_progress(
  _ teacher: OpaquePointer?, _ numbers: UnsafeMutablePointer<UnsafePointer<teachdrl_progress_number>?>?,
  _ values: UnsafeMutablePointer<Double>?, _ capacity: Int, _ count: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      let count = try required(count, "count")
      let list = handle.progress.numbers
      if numbers != nil || values != nil { try require(capacity, holds: list.count) }
      copy(list.map(Optional.some), to: numbers)
      if values != nil { copy(handle.teacher.progressValues(), to: values) }
      count.pointee = list.count
    }
  }
}

@_cdecl("teachdrl_teacher_warnings") @implementation
public func teachdrl_teacher_warnings(
  _ teacher: OpaquePointer?, _ warnings: UnsafeMutablePointer<UnsafePointer<teachdrl_warning>?>?, _ capacity: Int,
  _ count: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      let present = handle.teacher.warnings()
      try write(
        present.map { Optional(handle.progress.pointer(to: $0)) }, to: warnings, capacity: capacity, count: count)
    }
  }
}

@_cdecl("teachdrl_permutation_test") @implementation
public func teachdrl_permutation_test(
  _ first: UnsafePointer<Double>?, _ first_count: Int, _ second: UnsafePointer<Double>?, _ second_count: Int,
  _ seed: UInt64, _ p_value: UnsafeMutablePointer<Double>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    let first = try group(first, "first", first_count)
    let second = try group(second, "second", second_count)
    let output = try required(p_value, "p_value")
    output.pointee = permutationTest(first, second, seed: seed)
  }
}

/// One group of numbers to compare.
private func group(
  _ pointer: UnsafePointer<Double>?, _ name: StaticString, _ count: Int
) throws(UsageError) -> [Double] {
  let pointer = try required(pointer, name)
  guard (1...1_000_000).contains(count) else {
    throw .invalidArgument(
      "argument '\(name)_count' is \(UInt(bitPattern: count)); it must be from 1 to 1000000")
  }
  let numbers = Array(UnsafeBufferPointer(start: pointer, count: count))
  for (i, number) in numbers.enumerated() where !(abs(number) <= 1e100) {
    throw .invalidArgument("'\(name)[\(i)]' is \(number); it must be a number at most 1e100 from 0")
  }
  return numbers
}
