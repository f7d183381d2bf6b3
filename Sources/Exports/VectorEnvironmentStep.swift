// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import TeachDRLHeader

@_cdecl("teachdrl_vector_environment_reset") @implementation
public func teachdrl_vector_environment_reset(
  _ vector: OpaquePointer?, _ mask: UnsafePointer<Bool>?, _ observations: UnsafeMutablePointer<Float>?, _ count: Int,
  _ observation_size: Int
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withVector(vector) { (handle) throws(UsageError) in
      let observations = try required(observations, "observations")
      let mask = try Mask(mask, count: count, handle)
      try require(observation_size, equals: handle.vector.observationSize, "observation_size")
      try handle.aloneAndIdle { () throws(UsageError) in
        try handle.curriculum.requireWholeTeachers()
        try handle.curriculum.reset(where: mask.contains, observations: observations)
      }
    }
  }
}

@_cdecl("teachdrl_vector_environment_step") @implementation
public func teachdrl_vector_environment_step(
  _ vector: OpaquePointer?, _ actions: UnsafePointer<Float>?, _ count: Int, _ action_size: Int,
  _ rows: UnsafePointer<teachdrl_step_rows>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withVector(vector) { (handle) throws(UsageError) in
      let vector = handle.vector
      let actions = try required(actions, "actions")
      let rows = try StepRows(rows, observationSize: vector.observationSize)
      try require(action_size, equals: vector.actionSize, "action_size")
      try require(count, equals: vector.count, "count")
      try requireFinite(actions, rows: count, of: action_size)
      try handle.aloneAndIdle { () throws(UsageError) in
        for i in 0..<count where !vector.canStep(i) { throw mustBeReset(i) }
        try handle.curriculum.requireWholeTeachers()
        try handle.curriculum.step(actions: actions, observations: rows.observations, report: rows.write)
      }
    }
  }
}

@_cdecl("teachdrl_vector_environment_send") @implementation
public func teachdrl_vector_environment_send(
  _ vector: OpaquePointer?, _ indices: UnsafePointer<Int>?, _ actions: UnsafePointer<Float>?, _ count: Int,
  _ action_size: Int
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withVector(vector) { (handle) throws(UsageError) in
      let vector = handle.vector
      try require(action_size, equals: vector.actionSize, "action_size")
      guard count != 0 else { return }
      guard (1...vector.count).contains(count) else {
        throw .invalidArgument("argument 'count' is \(UInt(bitPattern: count)); it must be at most \(vector.count)")
      }
      let indices = UnsafeBufferPointer(start: try required(indices, "indices"), count: count)
      let actions = try required(actions, "actions")
      try requireFinite(actions, rows: count, of: action_size)
      try handle.alone { () throws(UsageError) in
        try requireSendable(indices, handle)
        try handle.curriculum.requireWholeTeachers()
        vector.send(indices, actions: actions)
      }
    }
  }
}

@_cdecl("teachdrl_vector_environment_receive") @implementation
public func teachdrl_vector_environment_receive(
  _ vector: OpaquePointer?, _ indices: UnsafeMutablePointer<Int>?, _ count: Int,
  _ rows: UnsafePointer<teachdrl_step_rows>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withVector(vector) { (handle) throws(UsageError) in
      let vector = handle.vector
      guard count != 0 else { return }
      let indices = try required(indices, "indices")
      let rows = try StepRows(rows, observationSize: vector.observationSize)
      try handle.alone { () throws(UsageError) in
        guard (1...max(1, vector.sentCount)).contains(count), vector.sentCount > 0 else {
          throw .invalidArgument(
            "argument 'count' is \(UInt(bitPattern: count)); it must be at most \(vector.sentCount), as many as have been "
              + "sent and not received")
        }
        try handle.curriculum.requireWholeTeachers()
        for row in 0..<count {
          let i = try handle.curriculum.receive(row: row, report: rows.write)
          indices[row] = i
          copy(vector.receivedObservation(of: i), to: rows.observations, row: row)
        }
      }
    }
  }
}

/// Actions that must be finite, all of them.
private func requireFinite(
  _ actions: UnsafePointer<Float>, rows: Int, of size: Int
) throws(UsageError) {
  for i in 0..<(rows * size) where !actions[i].isFinite {
    throw .invalidArgument("in row \(i / size): 'action[\(i % size)]' is \(actions[i]); it must be a finite number")
  }
}

/// Environments that must be there, be ready for a step, and be given once.
private func requireSendable(
  _ indices: UnsafeBufferPointer<Int>, _ handle: VectorEnvironmentHandle
) throws(UsageError) {
  for (row, i) in indices.enumerated() {
    guard handle.parts.indices.contains(i) else { throw outside(i, handle, "indices[\(row)]") }
    guard !handle.vector.isSent(i) else {
      throw .invalidArgument("'indices[\(row)]' is \(i), which has been sent already and not received")
    }
    guard handle.vector.canStep(i) else { throw mustBeReset(i) }
  }
  if let row = handle.vector.firstRepetition(in: indices) {
    throw .invalidArgument("'indices[\(row)]' is \(indices[row]), which is given twice")
  }
}

@inline(never)
private func mustBeReset(_ i: Int) -> UsageError {
  .invalidState("environment \(i) has no episode: call teachdrl_vector_environment_reset for it before this step")
}
