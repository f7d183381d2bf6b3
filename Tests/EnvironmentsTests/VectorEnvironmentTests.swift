import Numerics
import Tasks
import Testing

@testable import Environments

/// Levels in vector environments, beside single environments that are seeded by hand.
@Suite struct VectorEnvironmentTests {
  private static let modes: [VectorEnvironment.Autoreset] = [.nextStep, .sameStep, .disabled]
  private static let count = 3
  private static let options = ["walker": "short", "max_episode_steps": "30"]

  /// What episode `k` of environment `i` is: every second one is a level.
  private func plan(_ i: Int, _ k: Int) -> (task: [Double], origin: EpisodeOrigin) {
    let task = [Double(i) + Double(k % 3) * 0.4, 1 + Double(k % 5)]
    guard k.isMultiple(of: 2) else { return (task, EpisodeOrigin(source: 1)) }
    let level = UInt64(10 * i + k % 4)
    return (
      task, EpisodeOrigin(source: 0, proposal: Proposal(level: level, seed: 1000 + level, isForLearning: k % 4 == 0))
    )
  }

  @Test(arguments: modes, [0, 2])
  func aLevelIsTheEpisodeAfterSeeding(mode: VectorEnvironment.Autoreset, threads: Int) throws {
    let environments = try (0..<Self.count).map { try makeEnvironment(Self.options, seed: UInt64($0)) }
    // Plays the levels, and the episodes between them go on as if there were none.
    let twins = try (0..<Self.count).map { try makeEnvironment(Self.options, seed: UInt64($0)) }
    let levels = try (0..<Self.count).map { _ in try makeEnvironment(Self.options) }
    let vector = try #require(VectorEnvironment(environments, threadCount: threads, autoreset: mode))
    var episodes = [Int](repeating: 0, count: Self.count)
    var players = twins
    var lengths = [UInt64](repeating: 0, count: Self.count)
    var observations = [Float](repeating: 0, count: Self.count * 24)
    var generator = Xoshiro256PlusPlus(seed: 5)

    func announce(_ i: Int) {
      vector.setAwaitsTask(true, of: i)
      let (task, origin) = plan(i, episodes[i])
      task.withUnsafeBufferPointer { vector.setTask($0, of: i, origin: origin) }
    }
    /// Starts the same episode by hand and returns its first observation.
    func start(_ i: Int) -> [Float] {
      let (task, origin) = plan(i, episodes[i])
      players[i] = origin.proposal.level == nil ? twins[i] : levels[i]
      players[i].setTask(task)
      if let seed = origin.proposal.seed { players[i].seed(seed) }
      lengths[i] = 0
      #expect(vector.runningOrigin(of: i) == origin)
      return players[i].reset()
    }
    func row(_ i: Int) -> [Float] { Array(observations[(i * 24)..<((i + 1) * 24)]) }

    for i in 0..<Self.count { announce(i) }
    observations.withUnsafeMutableBufferPointer {
      vector.reset(where: { _ in true }, observations: $0.baseAddress.unsafelyUnwrapped)
    }
    for i in 0..<Self.count { #expect(row(i) == start(i)) }
    var startsNext = [Bool](repeating: false, count: Self.count)
    while episodes.contains(where: { $0 < 6 }) {
      let actions = randomAction(count: Self.count * 4, using: &generator)
      observations.withUnsafeMutableBufferPointer {
        vector.step(actions: actions, observations: $0.baseAddress.unsafelyUnwrapped)
      }
      for i in 0..<Self.count {
        if startsNext[i] {
          startsNext[i] = false
          #expect(row(i) == start(i))
          continue
        }
        let played = players[i].step(Array(actions[(i * 4)..<((i + 1) * 4)]))
        lengths[i] += 1
        #expect(row(i) == played.observation && vector.outcome(of: i).reward == played.reward)
        guard let finished = vector.finishedEpisode(of: i) else { continue }
        #expect(played.terminated || played.truncated)
        let (task, origin) = plan(i, episodes[i])
        #expect(finished.origin == origin && Array(finished.task) == task && finished.length == lengths[i])
        #expect(finished.isSuccess == (finished.episodeReturn > 230))
        episodes[i] += 1
        announce(i)
        startsNext[i] = true
      }
      guard mode != .nextStep, startsNext.contains(true) else { continue }
      observations.withUnsafeMutableBufferPointer { rows in
        let start = rows.baseAddress.unsafelyUnwrapped
        if mode == .sameStep {
          vector.startNextEpisodes(observations: start)
        } else {
          vector.reset(where: { startsNext[$0] }, observations: start)
        }
      }
      for i in 0..<Self.count where startsNext[i] {
        startsNext[i] = false
        #expect(row(i) == start(i))
      }
    }
  }

  @Test func givingAnEpisodeUpForgetsWhatWasProposed() throws {
    let vector = try #require(
      VectorEnvironment([try makeEnvironment(Self.options, seed: 4)], threadCount: 0, autoreset: .disabled))
    let origin = EpisodeOrigin(source: 2, proposal: Proposal(level: 1, seed: 9))
    [1.0, 2].withUnsafeBufferPointer { vector.setTask($0, of: 0, origin: origin) }
    vector.giveUpEpisode(of: 0)
    var observation = [Float](repeating: 0, count: 24)
    observation.withUnsafeMutableBufferPointer {
      vector.reset(where: { _ in true }, observations: $0.baseAddress.unsafelyUnwrapped)
    }
    #expect(vector.runningOrigin(of: 0) == EpisodeOrigin())
    let alone = try makeEnvironment(Self.options, seed: 4)
    alone.setTask([1, 2])
    #expect(observation == alone.reset())
  }
}
