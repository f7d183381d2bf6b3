// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import TeachDRLHeader
import Environments
import Tasks

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
    let (kind, values) = try environmentKind(definition.name, definition.options, definition.option_count)
    try require(definition.count, within: 1...65_536, "count")
    try require(definition.thread_count, within: 0...256, "thread_count")
    let autoreset = try VectorEnvironment.Autoreset(definition.autoreset)
    let seeds = (0..<definition.count).map { definition.seed &+ UInt64($0) }
    let environments = try kind.make(options: values, seeds: seeds)
    guard let made = VectorEnvironment(environments, threadCount: definition.thread_count, autoreset: autoreset) else {
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
          handle.curriculum.seed(i, seeds[i])
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
      let space = try handle.space.requiredTaskSpace()
      try require(dimension, equals: space.dimension, "dimension")
      for i in 0..<count where mask.contains(i) {
        let task = UnsafeBufferPointer(start: tasks + i * dimension, count: dimension)
        guard space.accepts(task) else { throw rowOutside(i, task, space) }
      }
      try handle.alone { () throws(UsageError) in
        try requireNoneSent(mask, handle)
        for i in 0..<count where mask.contains(i) && handle.curriculum.hasTeachers(i) {
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
          sources?[i] = handle.vector.runningOrigin(of: i).source
        }
      }
    }
  }
}

@_cdecl("teachdrl_vector_environment_running_proposals") @implementation
public func teachdrl_vector_environment_running_proposals(
  _ vector: OpaquePointer?, _ proposals: UnsafeMutablePointer<teachdrl_proposal>?, _ count: Int
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withVector(vector) { (handle) throws(UsageError) in
      let proposals = try required(proposals, "proposals")
      try require(count, equals: handle.vector.count, "count")
      let rows = try ProposalRows(proposals, count: count, "proposals")
      try handle.alone {
        for i in 0..<count where !handle.vector.isSent(i) {
          rows.write(handle.vector.runningOrigin(of: i).proposal, to: i)
        }
      }
    }
  }
}

extension VectorEnvironment.Autoreset {
  /// - Throws: `UsageError` if the header has no such constant.
  fileprivate init(_ constant: teachdrl_autoreset) throws(UsageError) {
    switch constant {
    case TEACHDRL_AUTORESET_NEXT_STEP: self = .nextStep
    case TEACHDRL_AUTORESET_SAME_STEP: self = .sameStep
    case TEACHDRL_AUTORESET_DISABLED: self = .disabled
    default:
      throw .invalidArgument(
        "argument 'autoreset' is \(constant.rawValue); it must be a teachdrl_autoreset, 0 to 2")
    }
  }
}

private func requireNoneSent(_ mask: Mask, _ handle: VectorEnvironmentHandle) throws(UsageError) {
  guard handle.vector.sentCount > 0 else { return }
  for i in handle.parts.indices where mask.contains(i) && handle.vector.isSent(i) { throw hasBeenSent(i) }
}
