// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import TeachDRLHeader
import Numerics
import Tasks
import Teachers

@_cdecl("teachdrl_teacher_create") @implementation
public func teachdrl_teacher_create(
  _ name: UnsafePointer<CChar>?, _ dimension: Int, _ low: UnsafePointer<Double>?, _ high: UnsafePointer<Double>?,
  _ options: UnsafePointer<teachdrl_option>?, _ option_count: Int, _ seed: UInt64,
  _ teacher: UnsafeMutablePointer<OpaquePointer?>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try requireSupportedProcessor()
    let output = try required(teacher, "teacher")
    let kind = try TeacherCatalog.teacher(named: try text(name, "name", limit: 255))
    guard kind.dimensions.contains(dimension) else { throw wrongDimension(dimension, kind, "argument 'dimension'") }
    let space = try taskSpace(low: low, high: high, dimension: dimension)
    output.pointee = try makeTeacher(
      kind, over: space, options: try optionPairs(options, count: option_count), seed: seed)
  }
}

@_cdecl("teachdrl_teacher_create_from") @implementation
public func teachdrl_teacher_create_from(
  _ definition: UnsafePointer<teachdrl_teacher_definition>?, _ teacher: UnsafeMutablePointer<OpaquePointer?>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try requireSupportedProcessor()
    let definition = try TeacherDefinition(definition)
    let output = try required(teacher, "teacher")
    guard let name = definition.name else { throw .invalidArgument("'definition.name' is NULL; it must be a string") }
    let kind = try TeacherCatalog.teacher(named: name)
    let dimension = definition.taskSpace?.dimension ?? 0
    guard let taskSpace = definition.taskSpace, kind.dimensions.contains(dimension) else {
      throw wrongDimension(dimension, kind, "'definition.parameter_count'")
    }
    output.pointee = try makeTeacher(kind, over: taskSpace, options: definition.options, seed: definition.seed)
  }
}

private func makeTeacher(
  _ kind: any Teacher.Type, over taskSpace: TaskSpace, options: [(name: String, value: String)], seed: UInt64
) throws(UsageError) -> OpaquePointer {
  let values = try OptionValues(options, for: kind.name, allowing: kind.allOptions)
  let workers = Workers()
  let teacher = try TeacherInstance(kind, taskSpace: taskSpace, options: values, seed: seed, workers: workers)
  return try TeacherHandle.pointer(to: teacher, workers: workers)
}

private func wrongDimension(_ dimension: Int, _ kind: any Teacher.Type, _ argument: String) -> UsageError {
  .invalidArgument(
    "\(argument) is \(UInt(bitPattern: dimension)); for \(kind.name) it must be from \(kind.dimensions.lowerBound) to "
      + "\(kind.dimensions.upperBound)")
}

@_cdecl("teachdrl_teacher_destroy") @implementation
public func teachdrl_teacher_destroy(_ teacher: OpaquePointer?) {
  guard let teacher else { return }
  Unmanaged<TeacherHandle>.fromOpaque(UnsafeRawPointer(teacher)).release()
}

@_cdecl("teachdrl_teacher_sample_task") @implementation
public func teachdrl_teacher_sample_task(
  _ teacher: OpaquePointer?, _ task: UnsafeMutablePointer<Double>?, _ dimension: Int
) -> teachdrl_status {
  teachdrl_teacher_propose(teacher, task, dimension, nil)
}

@_cdecl("teachdrl_teacher_sample_tasks") @implementation
public func teachdrl_teacher_sample_tasks(
  _ teacher: OpaquePointer?, _ tasks: UnsafeMutablePointer<Double>?, _ count: Int, _ dimension: Int
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try TeacherHandle.with(teacher) { (handle) throws(UsageError) in
      try require(dimension, equals: handle.dimension, "dimension")
      guard try elementCount(rows: count, of: dimension) > 0 else { return }
      let tasks = try required(tasks, "tasks")
      try handle.lock.waiting("teacher") {
        for row in 0..<count {
          handle.teacher.sampleTask(
            into: UnsafeMutableBufferPointer(start: tasks + row * dimension, count: dimension))
        }
      }
    }
  }
}

@_cdecl("teachdrl_teacher_propose") @implementation
public func teachdrl_teacher_propose(
  _ teacher: OpaquePointer?, _ task: UnsafeMutablePointer<Double>?, _ dimension: Int,
  _ proposal: UnsafeMutablePointer<teachdrl_proposal>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try TeacherHandle.with(teacher) { (handle) throws(UsageError) in
      let task = UnsafeMutableBufferPointer(start: try required(task, "task"), count: handle.dimension)
      try require(dimension, equals: handle.dimension, "dimension")
      let output = proposal == nil ? nil : try ProposalRows(try required(proposal, "proposal"), count: 1, "proposal")
      try handle.lock.waiting("teacher") {
        let proposal = handle.teacher.sampleTask(into: task)
        output?.write(proposal, to: 0)
      }
    }
  }
}

@_cdecl("teachdrl_teacher_update") @implementation
public func teachdrl_teacher_update(
  _ teacher: OpaquePointer?, _ task: UnsafePointer<Double>?, _ dimension: Int, _ episode_return: Double
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try TeacherHandle.with(teacher) { (handle) throws(UsageError) in
      let task = UnsafeBufferPointer(start: try required(task, "task"), count: handle.dimension)
      try require(dimension, equals: handle.dimension, "dimension")
      try require(task, inside: handle.taskSpace)
      try requireFinite(episode_return, "episode_return")
      if handle.needsMoreThanReturn { try requireReturnSuffices(handle.teacher) }
      try handle.lock.waiting("teacher") {
        handle.taskSpace.withClamped(task) {
          handle.teacher.update(task: $0, outcome: EpisodeOutcome(episodeReturn: episode_return))
        }
      }
    }
  }
}

@_cdecl("teachdrl_teacher_update_tasks") @implementation
public func teachdrl_teacher_update_tasks(
  _ teacher: OpaquePointer?, _ tasks: UnsafePointer<Double>?, _ count: Int, _ dimension: Int,
  _ episode_returns: UnsafePointer<Double>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try TeacherHandle.with(teacher) { (handle) throws(UsageError) in
      let inside = handle.taskSpace
      guard let tasks = try TaskRows(tasks, count: count, dimension: dimension, inside: inside) else { return }
      let outcomes = try ReturnRows(episode_returns, count: count, for: handle)
      try handle.lock.waiting("teacher") {
        tasks.forEach { row, task in handle.teacher.update(task: task, outcome: outcomes[row]) }
      }
    }
  }
}

@_cdecl("teachdrl_teacher_update_outcomes") @implementation
public func teachdrl_teacher_update_outcomes(
  _ teacher: OpaquePointer?, _ tasks: UnsafePointer<Double>?, _ count: Int, _ dimension: Int,
  _ outcomes: UnsafePointer<teachdrl_outcome>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try TeacherHandle.with(teacher) { (handle) throws(UsageError) in
      let inside = handle.taskSpace
      guard let tasks = try TaskRows(tasks, count: count, dimension: dimension, inside: inside) else { return }
      let outcomes = try OutcomeRows(outcomes, count: count, for: handle.teacher)
      try handle.lock.waiting("teacher") {
        tasks.forEach { row, task in handle.teacher.update(task: task, outcome: outcomes[row]) }
      }
    }
  }
}

@_cdecl("teachdrl_teacher_outcome_members") @implementation
public func teachdrl_teacher_outcome_members(
  _ teacher: OpaquePointer?, _ needs: UnsafeMutablePointer<UInt32>?, _ uses: UnsafeMutablePointer<UInt32>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try TeacherHandle.with(teacher) { (handle) throws(UsageError) in
      needs?.pointee = handle.teacher.needs.rawValue
      uses?.pointee = handle.teacher.uses.rawValue
    }
  }
}

@_cdecl("teachdrl_teacher_parameter") @implementation
public func teachdrl_teacher_parameter(
  _ teacher: OpaquePointer?, _ index: Int, _ parameter: UnsafeMutablePointer<UnsafePointer<teachdrl_parameter>?>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try TeacherHandle.with(teacher) { (handle) throws(UsageError) in
      try write(handle.parameters, index, to: parameter)
    }
  }
}

@_cdecl("teachdrl_teacher_dimension") @implementation
public func teachdrl_teacher_dimension(
  _ teacher: OpaquePointer?, _ dimension: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  TeacherHandle.tell(teacher, dimension, "dimension") { $0.dimension }
}

@_cdecl("teachdrl_teacher_task_space") @implementation
public func teachdrl_teacher_task_space(
  _ teacher: OpaquePointer?, _ low: UnsafeMutablePointer<Double>?, _ high: UnsafeMutablePointer<Double>?,
  _ dimension: Int
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try TeacherHandle.with(teacher) { (handle) throws(UsageError) in
      try write(handle.taskSpace, low: low, high: high, dimension: dimension)
    }
  }
}

@_cdecl("teachdrl_teacher_episode_count") @implementation
public func teachdrl_teacher_episode_count(
  _ teacher: OpaquePointer?, _ count: UnsafeMutablePointer<UInt64>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try TeacherHandle.with(teacher) { (handle) throws(UsageError) in
      let output = try required(count, "count")
      try handle.lock.waiting("teacher") { output.pointee = handle.teacher.episodeCount }
    }
  }
}

@_cdecl("teachdrl_teacher_name") @implementation
public func teachdrl_teacher_name(
  _ teacher: OpaquePointer?, _ name: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> teachdrl_status {
  TeacherHandle.tell(teacher, name, "name") { $0.name }
}

@_cdecl("teachdrl_teacher_option") @implementation
public func teachdrl_teacher_option(
  _ teacher: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ value: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try TeacherHandle.with(teacher) { (handle) throws(UsageError) in
      let name = try text(name, "name", limit: 255)
      let output = try required(value, "value")
      guard let value = handle.optionValues[name] else {
        throw .unknownName("\(handle.teacher.name)'s option", name, among: handle.optionValues.keys.sorted())
      }
      output.pointee = value
    }
  }
}
