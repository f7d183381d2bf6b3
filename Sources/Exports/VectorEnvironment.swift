// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import CTeachDRL
import Environments
import Numerics
import Tasks

/// What a `teachdrl_vector_environment *` points to.
final class VectorEnvironmentHandle {
  let vector: VectorEnvironment
  /// What callers see of each environment.
  let parts: [EnvironmentHandle]
  /// The space of tasks; nil where there is none.
  let taskSpace: TaskSpace?
  let lock: HandleLock
  var assignment: TaskAssignment

  init(_ vector: VectorEnvironment, seeds: [UInt64]) throws(UsageError) {
    let lock = try HandleLock()
    self.vector = vector
    self.lock = lock
    parts = vector.environments.map { EnvironmentHandle($0, lock: lock, partOf: vector) }
    taskSpace = parts.first?.taskSpace
    assignment = TaskAssignment(seeds: seeds, taskSpace: taskSpace)
  }

  /// Runs a body while no other thread is at it; steps may have been sent.
  @inline(__always)
  func alone(_ body: () throws(UsageError) -> Void) throws(UsageError) {
    try lock.alone("vector environment") { () throws(UsageError) in
      if vector.isLost { throw lostInFork("vector environment") }
      try body()
    }
  }

  /// The same while nothing has been sent.
  @inline(__always)
  func aloneAndIdle(_ body: () throws(UsageError) -> Void) throws(UsageError) {
    try alone { () throws(UsageError) in
      if vector.sentCount > 0 { throw sentAway(vector.sentCount) }
      try body()
    }
  }
}

/// Runs a body with the vector environment that a pointer stands for; its lock is not taken.
@inline(__always)
func withVector(
  _ pointer: OpaquePointer?, _ body: (VectorEnvironmentHandle) throws(UsageError) -> Void
) throws(UsageError) {
  let pointer = try required(pointer, "vector")
  try body(Unmanaged<VectorEnvironmentHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue())
}

@_cdecl("teachdrl_vector_environment_create") @implementation
public func teachdrl_vector_environment_create(
  _ definition: UnsafePointer<teachdrl_vector_environment_definition>?, _ vector: UnsafeMutablePointer<OpaquePointer?>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try requireSupportedProcessor()
    let output = try required(vector, "vector")
    let definition = try structure(
      at: try required(definition, "definition"), "definition", smallest: 64,
      unknown: teachdrl_vector_environment_definition())
    let (count, autoreset) = (definition.count, definition.autoreset)
    let (kind, values) = try environmentKind(definition.name, definition.options, definition.option_count)
    try require(count, within: 1...65_536, "count")
    try require(definition.thread_count, within: 0...256, "thread_count")
    let mode: VectorEnvironment.Autoreset
    switch autoreset {
    case TEACHDRL_AUTORESET_NEXT_STEP: mode = .nextStep
    case TEACHDRL_AUTORESET_SAME_STEP: mode = .sameStep
    case TEACHDRL_AUTORESET_DISABLED: mode = .disabled
    default:
      throw .invalidArgument("argument 'autoreset' is \(autoreset.rawValue); it must be a teachdrl_autoreset, 0 to 2")
    }
    let seeds = (0..<count).map { definition.seed &+ UInt64($0) }
    var environments: [WalkerEnvironment] = []
    environments.reserveCapacity(count)
    for seed in seeds { environments.append(try kind.make(options: values, seed: seed)) }
    guard let made = VectorEnvironment(environments, threadCount: definition.thread_count, autoreset: mode) else {
      throw .invalidState("there is no memory left for a new handle")
    }
    output.pointee = OpaquePointer(
      Unmanaged.passRetained(try VectorEnvironmentHandle(made, seeds: seeds)).toOpaque())
  }
}

@_cdecl("teachdrl_vector_environment_destroy") @implementation
public func teachdrl_vector_environment_destroy(_ vector: OpaquePointer?) {
  guard let vector else { return }
  Unmanaged<VectorEnvironmentHandle>.fromOpaque(UnsafeRawPointer(vector)).release()
}

@_cdecl("teachdrl_vector_environment_at") @implementation
public func teachdrl_vector_environment_at(
  _ vector: OpaquePointer?, _ index: Int, _ environment: UnsafeMutablePointer<OpaquePointer?>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withVector(vector) { (handle) throws(UsageError) in
      let output = try required(environment, "environment")
      guard handle.parts.indices.contains(index) else { throw outside(index, handle, "index") }
      output.pointee = OpaquePointer(Unmanaged.passUnretained(handle.parts[index]).toOpaque())
    }
  }
}

@_cdecl("teachdrl_vector_environment_seed") @implementation
public func teachdrl_vector_environment_seed(
  _ vector: OpaquePointer?, _ mask: UnsafePointer<Bool>?, _ seeds: UnsafePointer<UInt64>?, _ count: Int
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withVector(vector) { (handle) throws(UsageError) in
      let seeds = try required(seeds, "seeds")
      let mask = try Mask(mask, count: count, handle)
      try handle.alone { () throws(UsageError) in
        try requireNoneSent(mask, handle)
        for i in 0..<count where mask.contains(i) {
          handle.vector.environments[i].seed(seeds[i])
          handle.assignment.seed(i, seeds[i])
        }
      }
    }
  }
}

@_cdecl("teachdrl_vector_environment_set_tasks") @implementation
public func teachdrl_vector_environment_set_tasks(
  _ vector: OpaquePointer?, _ mask: UnsafePointer<Bool>?, _ tasks: UnsafePointer<Double>?, _ count: Int,
  _ dimension: Int
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withVector(vector) { (handle) throws(UsageError) in
      let tasks = try required(tasks, "tasks")
      let mask = try Mask(mask, count: count, handle)
      let space = try taskSpace(of: handle.parts[0])
      try require(dimension, equals: space.dimension, "dimension")
      for i in 0..<count where mask.contains(i) {
        for k in 0..<dimension {
          do throws(UsageError) {
            try require(tasks[i * dimension + k], of: k, handle.parts[i], space)
          } catch {
            throw UsageError(error.kind, "in row \(i): \(error.message)")
          }
        }
      }
      try handle.alone { () throws(UsageError) in
        try requireNoneSent(mask, handle)
        for i in 0..<count where mask.contains(i) && handle.assignment.hasTeachers(i) {
          throw .invalidState("environment \(i) has teachers, which set its tasks; detach them first")
        }
        for i in 0..<count where mask.contains(i) {
          let task = UnsafeBufferPointer(start: tasks + i * dimension, count: dimension)
          space.withClamped(task) { handle.vector.setTask($0, of: i) }
        }
      }
    }
  }
}

@_cdecl("teachdrl_vector_environment_attach_teachers") @implementation
public func teachdrl_vector_environment_attach_teachers(
  _ vector: OpaquePointer?, _ index: Int, _ teachers: UnsafePointer<OpaquePointer?>?,
  _ shares: UnsafePointer<Double>?, _ teacher_count: Int
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withVector(vector) { (handle) throws(UsageError) in
      // SIZE_MAX in C.
      let isForAll = index == -1
      guard isForAll || handle.parts.indices.contains(index) else { throw outside(index, handle, "index") }
      let environments = isForAll ? handle.parts.indices : index..<(index + 1)
      let sources = try taskSources(teachers, shares, count: teacher_count, handle)
      try handle.alone { () throws(UsageError) in
        for i in environments where handle.vector.isSent(i) { throw hasBeenSent(i) }
        handle.assignment.attach(sources, to: environments)
        for i in environments {
          handle.vector.setAwaitsTask(sources != nil, of: i)
          handle.vector.giveUpEpisode(of: i)
        }
      }
    }
  }
}

@_cdecl("teachdrl_vector_environment_running_tasks") @implementation
public func teachdrl_vector_environment_running_tasks(
  _ vector: OpaquePointer?, _ tasks: UnsafeMutablePointer<Double>?, _ sources: UnsafeMutablePointer<Int32>?,
  _ count: Int, _ dimension: Int
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withVector(vector) { (handle) throws(UsageError) in
      try require(count, equals: handle.vector.count, "count")
      try require(dimension, equals: handle.vector.taskDimension, "dimension")
      try handle.alone {
        for i in 0..<count where !handle.vector.isSent(i) {
          if let tasks { copy(handle.vector.runningTask(of: i), to: tasks, row: i) }
          sources?[i] = handle.vector.runningSource(of: i)
        }
      }
    }
  }
}

/// Which environments a caller means.
struct Mask {
  // Bytes, because what is neither 0 nor 1 is no Bool.
  private let flags: UnsafeRawPointer?

  init(_ flags: UnsafePointer<Bool>?, count: Int, _ handle: VectorEnvironmentHandle) throws(UsageError) {
    try require(count, equals: handle.vector.count, "count")
    self.flags = UnsafeRawPointer(flags)
  }

  func contains(_ i: Int) -> Bool {
    guard let flags else { return true }
    return flags.load(fromByteOffset: i, as: UInt8.self) != 0
  }
}

/// A number that must lie in a range.
private func require(_ number: Int, within range: ClosedRange<Int>, _ name: StaticString) throws(UsageError) {
  guard range.contains(number) else {
    throw .invalidArgument(
      "argument '\(name)' is \(UInt(bitPattern: number)); it must be from \(range.lowerBound) to \(range.upperBound)")
  }
}

private func requireNoneSent(_ mask: Mask, _ handle: VectorEnvironmentHandle) throws(UsageError) {
  guard handle.vector.sentCount > 0 else { return }
  for i in handle.parts.indices where mask.contains(i) && handle.vector.isSent(i) { throw hasBeenSent(i) }
}

private func hasBeenSent(_ i: Int) -> UsageError {
  .invalidState("environment \(i) has been sent: call teachdrl_vector_environment_receive for it before this")
}

/// The error for the number of an environment that is not there.
func outside(_ index: Int, _ handle: VectorEnvironmentHandle, _ name: String) -> UsageError {
  .invalidArgument("'\(name)' is \(UInt(bitPattern: index)); it must be below \(handle.vector.count)")
}

/// The teachers of a call with their shares; nil for none.
private func taskSources(
  _ teachers: UnsafePointer<OpaquePointer?>?, _ shares: UnsafePointer<Double>?, count: Int,
  _ handle: VectorEnvironmentHandle
) throws(UsageError) -> TaskSources? {
  try require(count, within: 0...64, "teacher_count")
  guard count > 0 else { return nil }
  let pointers = try required(teachers, "teachers")
  let space = try taskSpace(of: handle.parts[0])
  var handles: [TeacherHandle] = []
  for t in 0..<count {
    guard let pointer = pointers[t] else { throw .invalidArgument("'teachers[\(t)]' is NULL; it must be a teacher") }
    let teacher = Unmanaged<TeacherHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
    try require(teacher.taskSpace, inside: space, "teachers[\(t)]")
    try teacher.lock.requireWhole("teacher")
    handles.append(teacher)
  }
  guard let shares else { return TaskSources(handles, shares: handles.map { _ in 1 }) }
  let given = Array(UnsafeBufferPointer(start: shares, count: count))
  for (t, share) in given.enumerated() where !(share >= 0 && share.isFinite) {
    throw .invalidArgument("'shares[\(t)]' is \(share); it must be a finite number, 0 or greater")
  }
  guard given.contains(where: { $0 > 0 }) else {
    throw .invalidArgument("all of 'shares' are 0; one at least must be greater")
  }
  return TaskSources(handles, shares: given)
}

/// A teacher's task space, whose bounds an environment's must accept as coordinates of a task.
private func require(_ inner: TaskSpace, inside space: TaskSpace, _ name: String) throws(UsageError) {
  guard inner.dimension == space.dimension else {
    throw .invalidArgument(
      "'\(name)' proposes tasks of \(inner.dimension) numbers; this environment's have \(space.dimension)")
  }
  for k in 0..<space.dimension {
    let bounds = space.bounds(k)
    guard bounds.snapped(inner.low[k]) == nil || bounds.snapped(inner.high[k]) == nil else { continue }
    throw .invalidArgument(
      "'\(name)' proposes from \(inner.low[k]) to \(inner.high[k]) in dimension \(k); this environment's tasks lie from "
        + "\(space.low[k]) to \(space.high[k])")
  }
}
