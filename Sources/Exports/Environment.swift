// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import CTeachDRL
import Environments
import Glibc
import Numerics
import Tasks
import Teachers

/// What a `teachdrl_environment *` points to.
final class EnvironmentHandle {
  let environment: WalkerEnvironment
  /// A lock of its own, or the vector's.
  private let lock: HandleLock
  /// What it is a part of; nil for an environment of its own.
  private let vector: VectorEnvironment?
  /// The task's parameters for callers.
  let taskParameters: ParameterList
  /// The published steps of Oracle's window for C, or "off"; freed with the handle.
  let windowStepVector: UnsafeMutablePointer<CChar>?
  /// The space of tasks; nil where there is none.
  let taskSpace: TaskSpace?

  convenience init(_ environment: WalkerEnvironment) throws(UsageError) {
    self.init(environment, lock: try HandleLock(), partOf: nil)
  }

  init(_ environment: WalkerEnvironment, lock: HandleLock, partOf vector: VectorEnvironment?) {
    self.environment = environment
    self.lock = lock
    self.vector = vector
    taskParameters = ParameterList(environment.taskSpace?.parameters ?? [])
    self.windowStepVector = strdup(publishedWindowSteps(of: environment))
    self.taskSpace = environment.taskSpace
  }

  deinit {
    free(windowStepVector)
  }

  var taskDimension: Int { taskSpace?.dimension ?? 0 }

  /// Whether it goes only with the vector that it is a part of.
  var isPart: Bool { vector != nil }

  /// Runs a body while no other thread is at it.
  @inline(__always)
  func alone(_ body: () throws(UsageError) -> Void) throws(UsageError) {
    try lock.alone("environment") { () throws(UsageError) in
      if let vector, vector.sentCount > 0 { throw sentAway(vector.sentCount) }
      try body()
    }
  }

  /// The same for what a vector does to its parts itself.
  @inline(__always)
  func aloneAsAWhole(_ body: () throws(UsageError) -> Void) throws(UsageError) {
    if isPart { throw onlyAPart() }
    try lock.alone("environment", body)
  }
}

/// A value for Oracle's option `window_step_vector` over an environment's task space.
private func publishedWindowSteps(of environment: WalkerEnvironment) -> String {
  let names = environment.parameters.filter { $0.taskDimension > 0 }.map(\.name)
  return PublishedWindow.steps(of: names)?.map { "\($0)" }.joined(separator: ",") ?? "off"
}

@inline(never)
func sentAway(_ count: Int) -> UsageError {
  .invalidState("\(count) environments have been sent: call teachdrl_vector_environment_receive for them before this")
}

@inline(never)
private func onlyAPart() -> UsageError {
  .invalidState("this environment is part of a vector environment, which alone resets, steps, seeds and sets its tasks")
}

/// Runs a body with the environment that a pointer stands for; its lock is not taken.
@inline(__always)
func withEnvironment(
  _ pointer: OpaquePointer?, _ body: (EnvironmentHandle) throws(UsageError) -> Void
) throws(UsageError) {
  let pointer = try required(pointer, "environment")
  try body(Unmanaged<EnvironmentHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue())
}

/// The kind of environment that a name and options ask for, the options checked one by one.
func environmentKind(
  _ name: UnsafePointer<CChar>?, _ options: UnsafePointer<teachdrl_option>?, _ optionCount: Int
) throws(UsageError) -> (EnvironmentKind, OptionValues) {
  let name = try text(name, "name", limit: 255)
  guard let kind = EnvironmentCatalog.all.first(where: { $0.name == name }) else {
    throw UsageError.unknownName("environment", name, among: EnvironmentCatalog.all.map(\.name))
  }
  return (kind, try OptionValues(try optionPairs(options, count: optionCount), for: name, allowing: kind.options))
}

@_cdecl("teachdrl_environment_create") @implementation
public func teachdrl_environment_create(
  _ name: UnsafePointer<CChar>?, _ options: UnsafePointer<teachdrl_option>?, _ option_count: Int, _ seed: UInt64,
  _ environment: UnsafeMutablePointer<OpaquePointer?>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try requireSupportedProcessor()
    let output = try required(environment, "environment")
    let (kind, values) = try environmentKind(name, options, option_count)
    let handle = try EnvironmentHandle(try kind.make(options: values, seed: seed))
    output.pointee = OpaquePointer(Unmanaged.passRetained(handle).toOpaque())
  }
}

@_cdecl("teachdrl_environment_destroy") @implementation
public func teachdrl_environment_destroy(_ environment: OpaquePointer?) {
  guard let environment else { return }
  let handle = Unmanaged<EnvironmentHandle>.fromOpaque(UnsafeRawPointer(environment))
  if !handle._withUnsafeGuaranteedRef(\.isPart) { handle.release() }
}

@_cdecl("teachdrl_environment_observation_size") @implementation
public func teachdrl_environment_observation_size(
  _ environment: OpaquePointer?, _ size: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      try required(size, "size").pointee = handle.environment.observationSize
    }
  }
}

@_cdecl("teachdrl_environment_action_size") @implementation
public func teachdrl_environment_action_size(
  _ environment: OpaquePointer?, _ size: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      try required(size, "size").pointee = handle.environment.actionSize
    }
  }
}

@_cdecl("teachdrl_environment_observation_bounds") @implementation
public func teachdrl_environment_observation_bounds(
  _ environment: OpaquePointer?, _ low: UnsafeMutablePointer<Float>?, _ high: UnsafeMutablePointer<Float>?, _ size: Int
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      let low = try required(low, "low")
      let high = try required(high, "high")
      try require(size, equals: handle.environment.observationSize, "size")
      for i in 0..<size {
        low[i] = handle.environment.observationLow[i]
        high[i] = handle.environment.observationHigh[i]
      }
    }
  }
}

@_cdecl("teachdrl_environment_task_dimension") @implementation
public func teachdrl_environment_task_dimension(
  _ environment: OpaquePointer?, _ dimension: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      try required(dimension, "dimension").pointee = handle.taskDimension
    }
  }
}

@_cdecl("teachdrl_environment_task_space") @implementation
public func teachdrl_environment_task_space(
  _ environment: OpaquePointer?, _ low: UnsafeMutablePointer<Double>?, _ high: UnsafeMutablePointer<Double>?,
  _ dimension: Int
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      try write(try taskSpace(of: handle), low: low, high: high, dimension: dimension)
    }
  }
}

@_cdecl("teachdrl_environment_task_parameter") @implementation
public func teachdrl_environment_task_parameter(
  _ environment: OpaquePointer?, _ index: Int, _ parameter: UnsafeMutablePointer<UnsafePointer<teachdrl_parameter>?>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      try write(handle.taskParameters, index, to: parameter)
    }
  }
}

@_cdecl("teachdrl_environment_return_range") @implementation
public func teachdrl_environment_return_range(
  _ environment: OpaquePointer?, _ low: UnsafeMutablePointer<Double>?, _ high: UnsafeMutablePointer<Double>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      let low = try required(low, "low")
      let high = try required(high, "high")
      (low.pointee, high.pointee) = handle.environment.returnRange
    }
  }
}

@_cdecl("teachdrl_environment_window_step_vector") @implementation
public func teachdrl_environment_window_step_vector(
  _ environment: OpaquePointer?, _ value: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      try required(value, "value").pointee = UnsafePointer(handle.windowStepVector)
    }
  }
}

@_cdecl("teachdrl_environment_mastered_return") @implementation
public func teachdrl_environment_mastered_return(
  _ environment: OpaquePointer?, _ threshold: UnsafeMutablePointer<Double>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      try required(threshold, "threshold").pointee = handle.environment.masteredReturn
    }
  }
}

@_cdecl("teachdrl_environment_test_set") @implementation
public func teachdrl_environment_test_set(
  _ environment: OpaquePointer?, _ tasks: UnsafeMutablePointer<Double>?, _ capacity: Int,
  _ count: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      let count = try required(count, "count")
      let dimension = try taskSpace(of: handle).dimension
      let values = handle.environment.testSet()
      if let tasks { try copy(values, to: tasks, capacity: capacity) }
      count.pointee = values.count / dimension
    }
  }
}

@_cdecl("teachdrl_environment_seed") @implementation
public func teachdrl_environment_seed(_ environment: OpaquePointer?, _ seed: UInt64) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      try handle.aloneAsAWhole { handle.environment.seed(seed) }
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
      let space = try taskSpace(of: handle)
      try require(dimension, equals: space.dimension, "dimension")
      let values = UnsafeBufferPointer(start: task, count: dimension)
      for i in 0..<dimension { try require(values[i], of: i, handle, space) }
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
      let parameters = handle.environment.parameters
      guard let index = parameters.firstIndex(where: { $0.name == name }) else {
        throw UsageError.unknownName("parameter", name, among: parameters.map(\.name))
      }
      let numbers = try numbers(values, count: count, of: parameters[index])
      try handle.alone { numbers.withUnsafeBufferPointer { handle.environment.setParameter(index, to: $0) } }
    }
  }
}

@_cdecl("teachdrl_environment_reset") @implementation
public func teachdrl_environment_reset(
  _ environment: OpaquePointer?, _ observation: UnsafeMutablePointer<Float>?, _ size: Int
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      let observation = try required(observation, "observation")
      try require(size, equals: handle.environment.observationSize, "size")
      try handle.aloneAsAWhole {
        handle.environment.reset(into: UnsafeMutableBufferPointer(start: observation, count: size))
      }
    }
  }
}

@_cdecl("teachdrl_environment_step") @implementation
public func teachdrl_environment_step(
  _ environment: OpaquePointer?, _ action: UnsafePointer<Float>?, _ action_size: Int,
  _ observation: UnsafeMutablePointer<Float>?, _ observation_size: Int, _ step: UnsafeMutablePointer<teachdrl_step>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      let environment = handle.environment
      let action = UnsafeBufferPointer(start: try required(action, "action"), count: environment.actionSize)
      let observation = UnsafeMutableBufferPointer(
        start: try required(observation, "observation"), count: environment.observationSize)
      let output = try StructureRows(
        UnsafePointer(try required(step, "step")), count: 1, "step", smallest: 24, unknown: teachdrl_step())
      try require(action_size, equals: action.count, "action_size")
      try require(observation_size, equals: observation.count, "observation_size")
      for i in action.indices where !action[i].isFinite {
        throw .invalidArgument("'action[\(i)]' is \(action[i]); it must be a finite number")
      }
      try handle.aloneAsAWhole { () throws(UsageError) in
        guard environment.canStep else {
          throw .invalidState("there is no running episode: call teachdrl_environment_reset before this step")
        }
        let outcome = environment.step(action: action, observation: observation)
        output.write(
          teachdrl_step(
            struct_size: 0, reward: outcome.reward, terminated: outcome.terminated, truncated: outcome.truncated), to: 0
        )
      }
    }
  }
}

/// The task space, where any parameter is on.
func taskSpace(of handle: EnvironmentHandle) throws(UsageError) -> TaskSpace {
  guard let space = handle.taskSpace else {
    throw .invalidState("every parameter of this environment is off, so it has no task space")
  }
  return space
}

/// A coordinate of a task, which must lie in its range as `TaskSpace.accepts` means it.
func require(
  _ value: Double, of index: Int, _ handle: EnvironmentHandle, _ space: TaskSpace
) throws(UsageError) {
  guard space.bounds(index).snapped(value) != nil else {
    throw .invalidArgument(
      "parameter '\(handle.environment.coordinateNames[index])' is \(value); it must lie from \(space.low[index]) to "
        + "\(space.high[index])")
  }
}

/// The numbers for a parameter, as many as it can be set by, each in its range; none to turn it off.
private func numbers(
  _ values: UnsafePointer<Double>?, count: Int, of parameter: SettableParameter
) throws(UsageError) -> [Double] {
  guard count != 0 else { return [] }
  guard parameter.counts.contains(count) else {
    let counts = parameter.counts.map { "\($0)" }.joined(separator: " or ")
    throw .invalidArgument(
      "argument 'count' is \(UInt(bitPattern: count)); parameter '\(parameter.name)' takes \(counts), or 0 to turn it off"
    )
  }
  let values = try required(values, "values")
  var numbers: [Double] = []
  for i in 0..<count {
    guard let number = (0...parameter.upperBounds[i]).snapped(values[i]) else {
      throw .invalidArgument(
        "parameter '\(parameter.name)': 'values[\(i)]' (\(parameter.coordinates[i])) is \(values[i]); it must lie from 0 to "
          + "\(parameter.upperBounds[i])")
    }
    numbers.append(number)
  }
  return numbers
}
