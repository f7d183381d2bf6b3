// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import TeachDRLHeader
import Teachers

@_cdecl("teachdrl_teacher_begin_episode") @implementation
public func teachdrl_teacher_begin_episode(
  _ teacher: OpaquePointer?, _ slot: Int, _ task: UnsafeMutablePointer<Double>?, _ dimension: Int
) -> teachdrl_status {
  withUnsafePointer(to: slot) { teachdrl_teacher_begin_episodes(teacher, $0, 1, task, dimension) }
}

@_cdecl("teachdrl_teacher_begin_episodes") @implementation
public func teachdrl_teacher_begin_episodes(
  _ teacher: OpaquePointer?, _ slots: UnsafePointer<Int>?, _ count: Int, _ tasks: UnsafeMutablePointer<Double>?,
  _ dimension: Int
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      try require(dimension, equals: handle.dimension, "dimension")
      guard try elementCount(rows: count, of: dimension) > 0 else { return }
      let slots = try different(slots, count: count)
      let tasks = try required(tasks, "tasks")
      for slot in slots where handle.teacher.task(inSlot: slot) != nil {
        throw .invalidState("slot \(slot)'s episode is under way; end or abandon it before another begins")
      }
      for (row, slot) in slots.enumerated() {
        let task = UnsafeMutableBufferPointer(start: tasks + row * dimension, count: dimension)
        handle.teacher.beginEpisode(slot: slot, task: task)
      }
    }
  }
}

@_cdecl("teachdrl_teacher_end_episode") @implementation
public func teachdrl_teacher_end_episode(
  _ teacher: OpaquePointer?, _ slot: Int, _ episode_return: Double
) -> teachdrl_status {
  withUnsafePointer(to: slot) { slot in
    withUnsafePointer(to: episode_return) { teachdrl_teacher_end_episodes(teacher, slot, 1, $0) }
  }
}

@_cdecl("teachdrl_teacher_end_episodes") @implementation
public func teachdrl_teacher_end_episodes(
  _ teacher: OpaquePointer?, _ slots: UnsafePointer<Int>?, _ count: Int, _ episode_returns: UnsafePointer<Double>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      guard try elementCount(rows: count, of: 1) > 0 else { return }
      let slots = try different(slots, count: count)
      let outcomes = try ReturnRows(episode_returns, count: count, for: handle)
      try end(slots, handle.teacher) { outcomes[$0] }
    }
  }
}

@_cdecl("teachdrl_teacher_end_episodes_with_outcomes") @implementation
public func teachdrl_teacher_end_episodes_with_outcomes(
  _ teacher: OpaquePointer?, _ slots: UnsafePointer<Int>?, _ count: Int, _ outcomes: UnsafePointer<teachdrl_outcome>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      guard try elementCount(rows: count, of: 1) > 0 else { return }
      let slots = try different(slots, count: count)
      let outcomes = try OutcomeRows(outcomes, count: count, for: handle.teacher)
      try end(slots, handle.teacher) { outcomes[$0] }
    }
  }
}

private func end(
  _ slots: UnsafeBufferPointer<Int>, _ teacher: TeacherInstance, outcome: (_ row: Int) -> EpisodeOutcome
) throws(UsageError) {
  for slot in slots where teacher.task(inSlot: slot) == nil { throw nothingUnderWay(slot) }
  for (row, slot) in slots.enumerated() { teacher.endEpisode(slot: slot, outcome: outcome(row)) }
}

@_cdecl("teachdrl_teacher_abandon_episode") @implementation
public func teachdrl_teacher_abandon_episode(_ teacher: OpaquePointer?, _ slot: Int) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      try requireSlot(slot, "slot")
      guard handle.teacher.task(inSlot: slot) != nil else { throw nothingUnderWay(slot) }
      handle.teacher.abandonEpisode(slot: slot)
    }
  }
}

@_cdecl("teachdrl_teacher_busy_slots") @implementation
public func teachdrl_teacher_busy_slots(
  _ teacher: OpaquePointer?, _ slots: UnsafeMutablePointer<Int>?, _ capacity: Int, _ count: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      try write(handle.teacher.busySlots, to: slots, capacity: capacity, count: count)
    }
  }
}

@_cdecl("teachdrl_teacher_task_in_slot") @implementation
public func teachdrl_teacher_task_in_slot(
  _ teacher: OpaquePointer?, _ slot: Int, _ task: UnsafeMutablePointer<Double>?, _ dimension: Int
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      let output = try required(task, "task")
      try require(dimension, equals: handle.dimension, "dimension")
      try requireSlot(slot, "slot")
      guard let task = handle.teacher.task(inSlot: slot) else { throw nothingUnderWay(slot) }
      for (i, coordinate) in task.enumerated() { output[i] = coordinate }
    }
  }
}

@_cdecl("teachdrl_teacher_proposal_in_slot") @implementation
public func teachdrl_teacher_proposal_in_slot(
  _ teacher: OpaquePointer?, _ slot: Int, _ proposal: UnsafeMutablePointer<teachdrl_proposal>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      let output = try ProposalRows(try required(proposal, "proposal"), count: 1, "proposal")
      try requireSlot(slot, "slot")
      guard let proposal = handle.teacher.proposal(inSlot: slot) else { throw nothingUnderWay(slot) }
      output.write(proposal, to: 0)
    }
  }
}

@inline(never)
private func nothingUnderWay(_ slot: Int) -> UsageError {
  .invalidState("no episode is under way in slot \(slot); begin one first")
}

private func requireSlot(_ slot: Int, _ name: @autoclosure () -> String) throws(UsageError) {
  guard TeacherInstance.slots.contains(slot) else {
    throw .invalidArgument(
      "argument '\(name())' is \(UInt(bitPattern: slot)); it must be below \(TeacherInstance.slots.upperBound)")
  }
}

/// Slots that are in range, each there once.
private func different(_ slots: UnsafePointer<Int>?, count: Int) throws(UsageError) -> UnsafeBufferPointer<Int> {
  let slots = UnsafeBufferPointer(start: try required(slots, "slots"), count: count)
  var seen: Set<Int> = []
  for (row, slot) in slots.enumerated() {
    try requireSlot(slot, "slots[\(row)]")
    guard count == 1 || seen.insert(slot).inserted else {
      throw .invalidArgument("'slots[\(row)]' is \(slot), which is there already; each slot may be there once")
    }
  }
  return slots
}
