import Testing

@testable import TeachDRL

/// Many environments beside as many single ones.
@Suite struct VectorEnvironmentTests {
  private let options = [OptionSetting("max_stump_height", "1"), OptionSetting("max_episode_steps", "40")]

  /// Actions that differ from environment to environment and from step to step.
  private func actions(_ step: Int, count: Int) -> [Float] {
    (0..<count * 4).map { Float(($0 * 7 + step * 3) % 11) / 5 - 1 }
  }

  @Test(arguments: [1, 2]) func givesWhatSingleEnvironmentsGive(threads: Int) throws {
    let count = 3
    let many = try VectorEnvironment("stump-tracks", options: options, count: count, threadCount: threads, seed: 9)
    let single = try (0..<count).map { try Environment("stump-tracks", options: options, seed: 9 + UInt64($0)) }
    #expect(many.observationSize == single[0].observationSize && many.actionSize == single[0].actionSize)
    #expect(many.parameters == single[0].parameters && many.masteredReturn == single[0].masteredReturn)
    let tasks = [[0.1, 1], [0.5, 2], [0.9, 3]]
    try many.setTasks(tasks)
    for (environment, task) in zip(single, tasks) { try environment.setTask(task) }
    let size = many.observationSize
    var observations = [[Float]](repeating: [Float](repeating: 0, count: size), count: count)
    func row(_ buffer: UnsafeBufferPointer<Float>, _ index: Int) -> [Float] {
      Array(buffer[index * size..<(index + 1) * size])
    }

    try many.reset()
    for index in 0..<count {
      try observations[index].withUnsafeMutableBufferPointer { try single[index].reset(observation: $0) }
      #expect(row(many.observations, index) == observations[index])
    }
    var (returns, lengths, finished) = ([0.0, 0, 0], [0, 0, 0], 0)
    for step in 0..<100 {
      let chosen = actions(step, count: count)
      try chosen.withUnsafeBufferPointer { try many.step(actions: $0) }
      for index in 0..<count {
        let outcome = try chosen.withUnsafeBufferPointer { chosen in
          try observations[index].withUnsafeMutableBufferPointer {
            try single[index].step(
              action: UnsafeBufferPointer(rebasing: chosen[index * 4..<index * 4 + 4]), observation: $0)
          }
        }
        #expect(many.lastStep.rewards[index] == outcome.reward)
        #expect(
          many.lastStep.terminated[index] == outcome.terminated && many.lastStep.truncated[index] == outcome.truncated)
        returns[index] += outcome.reward
        lengths[index] += 1
        if outcome.terminated || outcome.truncated {
          finished += 1
          let episodes = many.lastStep.finished
          #expect(row(episodes.observations, index) == observations[index])
          #expect(episodes.returns[index] == returns[index] && Int(episodes.lengths[index]) == lengths[index])
          #expect(Array(episodes.tasks[index * 2..<index * 2 + 2]) == tasks[index])
          #expect(episodes.sources[index] == -1 && episodes.level(at: index) == nil && episodes.areForLearning[index])
          (returns[index], lengths[index]) = (0, 0)
          try observations[index].withUnsafeMutableBufferPointer { try single[index].reset(observation: $0) }
        }
        #expect(row(many.observations, index) == observations[index])
      }
    }
    #expect(finished >= 2 * count)
  }

  @Test func teachersProposeAndHearOfEveryEpisode() throws {
    let many = try VectorEnvironment("stump-tracks", options: options, count: 4, seed: 1)
    let teacher = try Teacher("Random", parameters: many.parameters, options: [], seed: 5)
    let twin = try Teacher("Random", parameters: many.parameters, options: [], seed: 5)
    try many.attach([teacher])
    try many.reset()
    var tasks = [Double](repeating: 0, count: 8)
    try tasks.withUnsafeMutableBufferPointer { try many.writeRunningTasks(to: $0) }
    let expected = try (0..<4).flatMap { _ in try twin.sampleTask() }
    #expect(tasks == expected)
    var episodes = 0
    for step in 0..<90 {
      try actions(step, count: 4).withUnsafeBufferPointer { try many.step(actions: $0) }
      for index in 0..<4 where many.lastStep.terminated[index] || many.lastStep.truncated[index] {
        episodes += 1
        #expect(many.lastStep.finished.sources[index] == 0)
      }
    }
    #expect(episodes >= 8)
    #expect(try teacher.episodeCount() == UInt64(episodes))
  }

  @Test func givesOutItsEnvironments() throws {
    var many: VectorEnvironment? = try VectorEnvironment("stump-tracks", count: 2, seed: 1)
    let second = try many?.environment(at: 1)
    many = nil
    #expect(try second?.testSet().count == 50)
    let error = #expect(throws: LibraryError.self) { try second?.seed(3) }
    #expect(error?.kind == .invalidState)
  }

  @Test func refusesWhatTheLibraryRefuses() throws {
    for (count, threads) in [(0, 1), (-1, 1), (65_537, 1), (1, 257), (1, -1)] {
      let error = #expect(throws: LibraryError.self) {
        try VectorEnvironment("stump-tracks", count: count, threadCount: threads, seed: 1)
      }
      #expect(error?.kind == .invalidArgument)
    }
    let many = try VectorEnvironment("stump-tracks", count: 2, autoreset: .disabled, seed: 1)
    #expect(throws: LibraryError.self) { try many.setTasks([[0, 0]]) }
    #expect(throws: LibraryError.self) { try many.environment(at: 2) }
    let actions = [Float](repeating: .nan, count: 8)
    try many.reset()
    let error = #expect(throws: LibraryError.self) {
      try actions.withUnsafeBufferPointer { try many.step(actions: $0) }
    }
    #expect(error?.kind == .invalidArgument)
  }
}
