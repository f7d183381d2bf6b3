import CTeachDRL
import Testing

/// Whatever is called in whatever order: the same bits for every number of threads.
@Suite struct VectorEnvironmentTests {
  private static let count = 7
  private static let observationSize = 24
  private static let actionSize = 4

  private static let modes = [
    TEACHDRL_AUTORESET_NEXT_STEP, TEACHDRL_AUTORESET_SAME_STEP, TEACHDRL_AUTORESET_DISABLED,
  ]

  @Test(arguments: modes.map(\.rawValue), [1, 8] as [UInt64])
  func anySequenceOfCallsGivesTheSameBits(mode: UInt32, seed: UInt64) throws {
    let alone = try trace(mode: teachdrl_autoreset(mode), seed: seed, threads: 0)
    #expect(alone.finishedEpisodes > 10)
    for threads in 1...4 {
      #expect(try trace(mode: teachdrl_autoreset(mode), seed: seed, threads: threads).bits == alone.bits)
    }
  }

  /// What a random sequence of calls gives.
  private func trace(
    mode: teachdrl_autoreset, seed: UInt64, threads: Int
  ) throws -> (bits: [UInt64], finishedEpisodes: Int) {
    var vector: OpaquePointer?
    try withOptions([("walker", "short"), ("max_episode_steps", "40")]) { options in
      try "stump-tracks".withCString { name in
        var definition = teachdrl_vector_environment_definition(
          struct_size: MemoryLayout<teachdrl_vector_environment_definition>.stride, name: name,
          options: options.baseAddress, option_count: options.count, count: Self.count, thread_count: threads,
          autoreset: mode, seed: seed)
        try check(teachdrl_vector_environment_create(&definition, &vector))
      }
    }
    defer { teachdrl_vector_environment_destroy(vector) }
    var teacher: OpaquePointer?
    try check(teachdrl_teacher_create("RIAC", 2, [0, 0], [3, 6], nil, 0, seed, &teacher))
    defer { teachdrl_teacher_destroy(teacher) }
    var player = Player(
      vector: vector, seed: seed, count: Self.count, resetsByHand: mode == TEACHDRL_AUTORESET_DISABLED)
    try player.reset(where: [Bool](repeating: true, count: Self.count))
    for _ in 0..<400 { try player.callSomething(teacher: teacher) }
    return (player.bits, player.finishedEpisodes)
  }

  /// Makes calls at random and notes what they give.
  private struct Player {
    let vector: OpaquePointer?
    var generator: Multiplication
    private(set) var bits: [UInt64] = []
    private(set) var finishedEpisodes = 0
    private var observations: [Float]
    private var rewards: [Double]
    private var terminated: [Bool]
    private var truncated: [Bool]
    private var returns: [Double]
    private let resetsByHand: Bool
    /// Which environments wait for a reset by hand.
    private var ended: [Bool]
    private var sent: [Int] = []

    init(vector: OpaquePointer?, seed: UInt64, count: Int, resetsByHand: Bool) {
      self.vector = vector
      self.resetsByHand = resetsByHand
      generator = Multiplication(state: seed)
      observations = [Float](repeating: 0, count: count * observationSize)
      rewards = [Double](repeating: 0, count: count)
      terminated = [Bool](repeating: false, count: count)
      truncated = terminated
      ended = terminated
      returns = rewards
    }

    mutating func callSomething(teacher: OpaquePointer?) throws {
      switch Int.random(in: 0..<40, using: &generator) {
      case 0 where sent.isEmpty: try reset(where: ended.map { _ in Bool.random(using: &generator) })
      case 1 where sent.isEmpty:
        var teachers = [teacher]
        let attached = Int.random(in: 0...1, using: &generator)
        let index = Int.random(in: 0..<count, using: &generator)
        try check(teachdrl_vector_environment_attach_teachers(vector, index, &teachers, nil, attached))
        try reset(where: (0..<count).map { $0 == index })
      case 2 where sent.isEmpty:
        let tasks = (0..<(2 * count)).map { _ in Double.random(in: 0...3, using: &generator) }
        // Refused where an environment has teachers, and then nothing changes.
        bits.append(UInt64(teachdrl_vector_environment_set_tasks(vector, nil, tasks, count, 2).rawValue))
      case 3 where sent.isEmpty:
        let seeds = (0..<count).map { _ in generator.next() }
        try check(
          teachdrl_vector_environment_seed(vector, ended.map { _ in Bool.random(using: &generator) }, seeds, count))
      case 4..<14: try send()
      case 14..<24: try receive(Int.random(in: 0...sent.count, using: &generator))
      default:
        try receive(sent.count)
        for _ in 0..<3 { try step() }
      }
    }

    private var count: Int { rewards.count }

    mutating func reset(where mask: [Bool]) throws {
      try check(teachdrl_vector_environment_reset(vector, mask, &observations, count, observationSize))
      for i in 0..<count where mask[i] { ended[i] = false }
      bits += observations.map { UInt64($0.bitPattern) }
    }

    private mutating func step() throws {
      if ended.contains(true) { try reset(where: ended) }
      let actions = actions(count)
      let count = count
      try withRows { rows, player in
        try check(teachdrl_vector_environment_step(player.vector, actions, count, actionSize, rows))
      }
      note(Array(0..<count))
    }

    private mutating func send() throws {
      let ready = (0..<count).filter { !sent.contains($0) && !ended[$0] }.shuffled(using: &generator)
      let chosen = Array(ready.prefix(Int.random(in: 0...ready.count, using: &generator)))
      let actions = actions(chosen.count)
      try check(teachdrl_vector_environment_send(vector, chosen, actions, chosen.count, actionSize))
      sent += chosen
    }

    private mutating func receive(_ received: Int) throws {
      var indices = [Int](repeating: -1, count: count)
      try withRows { rows, player in
        try check(teachdrl_vector_environment_receive(player.vector, &indices, received, rows))
      }
      #expect(Array(indices.prefix(received)) == Array(sent.prefix(received)))
      sent.removeFirst(received)
      note(Array(indices.prefix(received)))
    }

    /// Lends the arrays that steps are written to for the length of a call.
    private mutating func withRows(
      _ body: (UnsafePointer<teachdrl_step_rows>, Player) throws -> Void
    ) throws {
      var (observations, rewards, terminated, truncated) = (observations, rewards, terminated, truncated)
      var returns = returns
      try observations.withUnsafeMutableBufferPointer { observations in
        try rewards.withUnsafeMutableBufferPointer { rewards in
          try terminated.withUnsafeMutableBufferPointer { terminated in
            try truncated.withUnsafeMutableBufferPointer { truncated in
              try returns.withUnsafeMutableBufferPointer { returns in
                var episodes = teachdrl_finished_episodes()
                episodes.struct_size = MemoryLayout<teachdrl_finished_episodes>.stride
                episodes.returns = returns.baseAddress
                try withUnsafePointer(to: episodes) { episodes in
                  var rows = teachdrl_step_rows(
                    struct_size: MemoryLayout<teachdrl_step_rows>.stride, observations: observations.baseAddress,
                    observation_size: observationSize, rewards: rewards.baseAddress,
                    terminated: terminated.baseAddress, truncated: truncated.baseAddress, episodes: episodes)
                  try body(&rows, self)
                }
              }
            }
          }
        }
      }
      (self.observations, self.rewards, self.terminated, self.truncated) = (
        observations, rewards, terminated, truncated
      )
      self.returns = returns
    }

    private mutating func actions(_ rows: Int) -> [Float] {
      (0..<(rows * actionSize)).map { _ in Float.random(in: -1...1, using: &generator) }
    }

    private mutating func note(_ environments: [Int]) {
      for (row, i) in environments.enumerated() {
        bits += observations[(row * observationSize)..<((row + 1) * observationSize)].map { UInt64($0.bitPattern) }
        bits += [rewards[row].bitPattern, terminated[row] ? 1 : 0, truncated[row] ? 1 : 0]
        guard terminated[row] || truncated[row] else { continue }
        bits.append(returns[row].bitPattern)
        finishedEpisodes += 1
        ended[i] = resetsByHand
      }
    }
  }
}

/// Knuth's generator: enough for choices of a test.
private struct Multiplication: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 33)
  }
}
