import CTeachDRL
import Testing

/// Same seed, same calls: the same bits, through the shared object.
struct DeterminismTests {
  @Test(arguments: teacherNames(), [0, 42] as [UInt64])
  func teacherRepeatsItself(name: String, seed: UInt64) throws {
    let first = try proposals(of: name, seed: seed)
    #expect(try proposals(of: name, seed: seed) == first)
    #expect(try proposals(of: name, seed: seed + 1) != first)
  }

  @Test(arguments: ["short", "default", "quadru"])
  func environmentRepeatsItself(walker: String) throws {
    let first = try episode(walker: walker, seed: 7, resetsBefore: 0)
    #expect(try episode(walker: walker, seed: 7, resetsBefore: 0) == first)
    #expect(try episode(walker: walker, seed: 8, resetsBefore: 0) != first)
  }

  @Test func seedingAnewForgetsWhatWasPlayed() throws {
    let first = try episode(walker: "default", seed: 7, resetsBefore: 0)
    #expect(try episode(walker: "default", seed: 7, resetsBefore: 3) == first)
  }

  /// The bits of 600 proposals of a teacher that is told a return which depends on the task.
  private func proposals(of name: String, seed: UInt64) throws -> [UInt64] {
    let low = [0.0, -1], high = [1.0, 4]
    // Oracle has a step vector of its own for the paper's spaces only.
    var pairs: [(String, String)] = []
    if name == "Oracle" { pairs = [("window_step_vector", "0.1,0.1"), ("reward_threshold", "1")] }
    if name == "DORAEMON" { pairs = [("success_return", "0.5")] }
    if name == "ADR" { pairs = [("grow_threshold", "0.5"), ("shrink_threshold", "0.1")] }
    var teacher: OpaquePointer?
    try withOptions(pairs) { options in
      try check(teachdrl_teacher_create(name, 2, low, high, options.baseAddress, options.count, seed, &teacher))
    }
    defer { teachdrl_teacher_destroy(teacher) }
    var bits: [UInt64] = []
    var task = [0.0, 0]
    for _ in 0..<600 {
      try check(teachdrl_teacher_sample_task(teacher, &task, 2))
      bits += task.map(\.bitPattern)
      try check(teachdrl_teacher_update(teacher, task, 2, task[0] * task[1]))
    }
    return bits
  }

  /// The bits of an episode's observations and rewards, after other episodes with another seed and task.
  private func episode(walker: String, seed: UInt64, resetsBefore: Int) throws -> [UInt64] {
    var environment: OpaquePointer?
    try withOptions([("walker", walker)]) { options in
      try check(
        teachdrl_environment_create(
          "stump-tracks", options.baseAddress, options.count, resetsBefore == 0 ? seed : 99, &environment))
    }
    defer { teachdrl_environment_destroy(environment) }
    var observationSize = 0
    var actionSize = 0
    try check(teachdrl_environment_observation_size(environment, &observationSize))
    try check(teachdrl_environment_action_size(environment, &actionSize))
    var observation = [Float](repeating: 0, count: observationSize)
    for i in 0..<resetsBefore {
      try check(teachdrl_environment_set_task(environment, [Double(i), 1], 2))
      try check(teachdrl_environment_reset(environment, &observation, observationSize))
      for _ in 0..<(10 * i) { _ = try step(environment, action: 0.9, actionSize, &observation) }
    }
    if resetsBefore > 0 { try check(teachdrl_environment_seed(environment, seed)) }

    var bits: [UInt64] = []
    try check(teachdrl_environment_set_task(environment, [1.5, 2], 2))
    try check(teachdrl_environment_reset(environment, &observation, observationSize))
    for i in 0..<300 {
      bits += observation.map { UInt64($0.bitPattern) }
      guard let reward = try step(environment, action: Float(i % 7) / 3 - 1, actionSize, &observation) else { break }
      bits.append(reward.bitPattern)
    }
    return bits
  }

  /// The reward of a step, or nil once the episode is over.
  private func step(
    _ environment: OpaquePointer?, action: Float, _ actionSize: Int, _ observation: inout [Float]
  ) throws -> Double? {
    var step = teachdrl_step()
    step.struct_size = MemoryLayout<teachdrl_step>.stride
    let actions = [Float](repeating: action, count: actionSize)
    let status = teachdrl_environment_step(
      environment, actions, actionSize, &observation, observation.count, &step)
    if status == TEACHDRL_INVALID_STATE { return nil }
    try check(status)
    return step.reward
  }
}
