// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import CTeachDRL
import Numerics
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
    let name = try text(name, "name", limit: 255)
    guard let kind = TeacherCatalog.all.first(where: { $0.name == name }) else {
      throw UsageError.unknownName("teacher", name, among: TeacherCatalog.all.map(\.name))
    }
    guard kind.dimensions.contains(dimension) else {
      throw .invalidArgument(
        "argument 'dimension' is \(UInt(bitPattern: dimension)); for \(name) it must be from "
          + "\(kind.dimensions.lowerBound) to \(kind.dimensions.upperBound)")
    }
    let space = try taskSpace(low: low, high: high, dimension: dimension)
    let values = try OptionValues(
      try optionPairs(options, count: option_count), for: name, allowing: kind.options)
    output.pointee = try TeacherHandle.pointer(to: try kind.make(taskSpace: space, options: values, seed: seed))
  }
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
  computing { () throws(UsageError) in
    try TeacherHandle.with(teacher) { (handle) throws(UsageError) in
      let task = UnsafeMutableBufferPointer(start: try required(task, "task"), count: handle.dimension)
      try require(dimension, equals: handle.dimension, "dimension")
      try handle.lock.waiting("teacher") { handle.teacher.sampleTask(into: task) }
    }
  }
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
      try handle.lock.waiting("teacher") {
        handle.taskSpace.withClamped(task) { handle.teacher.update(task: $0, episodeReturn: episode_return) }
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
      try require(dimension, equals: handle.dimension, "dimension")
      guard try elementCount(rows: count, of: dimension) > 0 else { return }
      let tasks = try required(tasks, "tasks")
      let returns = try required(episode_returns, "episode_returns")
      for row in 0..<count {
        let task = UnsafeBufferPointer(start: tasks + row * dimension, count: dimension)
        guard handle.taskSpace.accepts(task) else { throw rowOutside(row, task, handle.taskSpace) }
        guard returns[row].isFinite else {
          throw .invalidArgument("'episode_returns[\(row)]' is \(returns[row]); it must be a finite number")
        }
      }
      try handle.lock.waiting("teacher") {
        for row in 0..<count {
          let task = UnsafeBufferPointer(start: tasks + row * dimension, count: dimension)
          handle.taskSpace.withClamped(task) { handle.teacher.update(task: $0, episodeReturn: returns[row]) }
        }
      }
    }
  }
}

@_cdecl("teachdrl_teacher_dimension") @implementation
public func teachdrl_teacher_dimension(
  _ teacher: OpaquePointer?, _ dimension: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try TeacherHandle.with(teacher) { (handle) throws(UsageError) in
      try required(dimension, "dimension").pointee = handle.dimension
    }
  }
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
  reporting { () throws(UsageError) in
    try TeacherHandle.with(teacher) { (handle) throws(UsageError) in try required(name, "name").pointee = handle.name }
  }
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
