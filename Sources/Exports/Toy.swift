// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import TeachDRLHeader
import Environments
import Numerics
import Tasks

/// What a `teachdrl_toy *` points to.
private final class ToyHandle {
  var toy: ToyEnvironment
  let taskSpace: TaskSpace
  let lock: HandleLock

  init(_ toy: ToyEnvironment) throws(UsageError) {
    self.toy = toy
    self.taskSpace = TaskSpace(.unitBox(dimension: toy.taskDimension))
    self.lock = try HandleLock()
  }
}

@inline(__always)
private func with(_ pointer: OpaquePointer?, _ body: (ToyHandle) throws(UsageError) -> Void) throws(UsageError) {
  let pointer = try required(pointer, "toy")
  let handle = Unmanaged<ToyHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
  try handle.lock.alone("toy environment") { () throws(UsageError) in try body(handle) }
}

@_cdecl("teachdrl_toy_create") @implementation
public func teachdrl_toy_create(
  _ options: UnsafePointer<teachdrl_option>?, _ option_count: Int, _ toy: UnsafeMutablePointer<OpaquePointer?>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try requireSupportedProcessor()
    let output = try required(toy, "toy")
    let values = try OptionValues(
      try optionPairs(options, count: option_count), for: ToyEnvironment.name, allowing: ToyEnvironment.options)
    let handle = try ToyHandle(try ToyEnvironment(options: values))
    output.pointee = OpaquePointer(Unmanaged.passRetained(handle).toOpaque())
  }
}

@_cdecl("teachdrl_toy_destroy") @implementation
public func teachdrl_toy_destroy(_ toy: OpaquePointer?) {
  guard let toy else { return }
  Unmanaged<ToyHandle>.fromOpaque(UnsafeRawPointer(toy)).release()
}

@_cdecl("teachdrl_toy_task_dimension") @implementation
public func teachdrl_toy_task_dimension(
  _ toy: OpaquePointer?, _ dimension: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try with(toy) { (handle) throws(UsageError) in
      try required(dimension, "dimension").pointee = handle.toy.taskDimension
    }
  }
}

@_cdecl("teachdrl_toy_play") @implementation
public func teachdrl_toy_play(
  _ toy: OpaquePointer?, _ task: UnsafePointer<Double>?, _ dimension: Int, _ reward: UnsafeMutablePointer<Double>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try with(toy) { (handle) throws(UsageError) in
      let task = UnsafeBufferPointer(start: try required(task, "task"), count: handle.toy.taskDimension)
      let reward = try required(reward, "reward")
      try require(dimension, equals: task.count, "dimension")
      try require(task, inside: handle.taskSpace)
      handle.taskSpace.withClamped(task) { reward.pointee = handle.toy.play($0) }
    }
  }
}

@_cdecl("teachdrl_toy_mastered_share") @implementation
public func teachdrl_toy_mastered_share(
  _ toy: OpaquePointer?, _ percent: UnsafeMutablePointer<Double>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try with(toy) { (handle) throws(UsageError) in
      try required(percent, "percent").pointee = handle.toy.masteredShare
    }
  }
}

@_cdecl("teachdrl_toy_competences") @implementation
public func teachdrl_toy_competences(
  _ toy: OpaquePointer?, _ competences: UnsafeMutablePointer<UInt8>?, _ capacity: Int,
  _ count: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try with(toy) { (handle) throws(UsageError) in
      let count = try required(count, "count")
      let values = handle.toy.competences
      if let competences { try copy(values, to: competences, capacity: capacity) }
      count.pointee = values.count
    }
  }
}
