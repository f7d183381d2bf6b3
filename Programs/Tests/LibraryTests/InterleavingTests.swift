import CTeachDRL
import Testing

/// A teacher by its name, over the unit square.
private func makeTeacher(_ name: String) throws -> OpaquePointer {
  var teacher: OpaquePointer?
  var options: [(String, String)] = []
  if name == "Oracle" { options = [("window_step_vector", "0.1,0.1"), ("reward_threshold", "0.1")] }
  if name == "DORAEMON" { options = [("success_return", "0.1")] }
  try withOptions(options) { options in
    try check(teachdrl_teacher_create(name, 2, [0, 0], [1, 1], options.baseAddress, options.count, 3, &teacher))
  }
  return try #require(teacher)
}

private func state(of teacher: OpaquePointer) throws -> [UInt8] {
  var size = 0
  try check(teachdrl_teacher_save_to_memory(teacher, nil, 0, &size))
  var bytes = [UInt8](repeating: 0, count: size)
  try check(teachdrl_teacher_save_to_memory(teacher, &bytes, size, &size))
  return bytes
}

@Suite struct InterleavingTests {
  /// However the calls of many workers interleave, one by one or in batches, in slots or not: the teacher is where the
  /// same samples and updates, in the order in which they came, would have brought it.
  @Test(arguments: teacherNames())
  func anyInterleavingIsItsSamplesAndUpdatesInOrder(name: String) throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      var chance = TestGenerator(state: seed)
      let shared = try makeTeacher(name)
      let plain = try makeTeacher(name)
      defer {
        teachdrl_teacher_destroy(shared)
        teachdrl_teacher_destroy(plain)
      }
      // What is being played: in a slot, or known to the worker only.
      var playing: [(slot: Int?, task: [Double])] = []
      var updates: UInt64 = 0
      func sample(_ tasks: [Double]) throws {
        for row in 0..<(tasks.count / 2) {
          var task = [0.0, 0]
          try check(teachdrl_teacher_sample_task(plain, &task, 2))
          #expect(task == Array(tasks[(2 * row)..<(2 * row + 2)]))
        }
      }
      func update(_ task: [Double], _ episodeReturn: Double) throws {
        updates += 1
        try check(teachdrl_teacher_update(plain, task, 2, episodeReturn))
      }
      for _ in 0..<1500 {
        let count = Int.random(in: 1...3, using: &chance)
        let freeSlots = (0..<20).filter { slot in !playing.contains { $0.slot == slot } }.shuffled(using: &chance)
        var tasks = [Double](repeating: 0, count: 2 * count)
        switch Int.random(in: 0..<7, using: &chance) {
        case 0 where freeSlots.count >= count:
          try check(teachdrl_teacher_begin_episodes(shared, freeSlots, count, &tasks, 2))
          try sample(tasks)
          for row in 0..<count { playing.append((freeSlots[row], Array(tasks[(2 * row)..<(2 * row + 2)]))) }
        case 1:
          try check(teachdrl_teacher_sample_tasks(shared, &tasks, count, 2))
          try sample(tasks)
          for row in 0..<count { playing.append((nil, Array(tasks[(2 * row)..<(2 * row + 2)]))) }
        case 2:
          let task = [Double.random(in: 0...1, using: &chance), 0.5]
          try check(teachdrl_teacher_update(shared, task, 2, task[0]))
          try update(task, task[0])
        case 3 where !playing.isEmpty:
          let episode = playing.remove(at: Int.random(in: 0..<playing.count, using: &chance))
          if let slot = episode.slot { try check(teachdrl_teacher_abandon_episode(shared, slot)) }
        default:
          // Late, and in another order than they began.
          guard !playing.isEmpty else { continue }
          let episode = playing.remove(at: Int.random(in: 0..<playing.count, using: &chance))
          let episodeReturn = episode.task[0] * Double.random(in: 0...1, using: &chance)
          if let slot = episode.slot {
            try check(teachdrl_teacher_end_episode(shared, slot, episodeReturn))
          } else {
            try check(teachdrl_teacher_update_tasks(shared, episode.task, 1, 2, [episodeReturn]))
          }
          try update(episode.task, episodeReturn)
        }
      }
      for slot in playing.compactMap(\.slot) { try check(teachdrl_teacher_abandon_episode(shared, slot)) }
      var count: UInt64 = 0
      try check(teachdrl_teacher_episode_count(shared, &count))
      #expect(count == updates)
      #expect(try state(of: shared) == state(of: plain))
    }
  }
}

/// Chance for tests: SplitMix64.
private struct TestGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
