import Foundation
import Numerics
import Testing

@testable import Environments

/// An episode without chance, with what an observer sees of it.
private struct ChanceFreePlay: ~Copyable {
  var episode: Episode
  let walker: Walker
  let observer: Observer

  init(_ name: WalkerName, on track: Track, maxSteps: Int = 2000) {
    walker = name.walker
    var generator = Xoshiro256PlusPlus(seed: 0)
    let terrain = Terrain(of: track, noise: 0, using: &generator)
    episode = Episode(of: walker, on: terrain, push: 0, maxSteps: maxSteps)
    observer = Observer(legCount: walker.legCount, maxEpisodeSteps: maxSteps)
  }

  var observation: [Float] {
    var observation = [Float](repeating: .nan, count: observer.size)
    observation.withUnsafeMutableBufferPointer { observer.observe(episode.simulation, into: $0) }
    return observation
  }

  mutating func step(_ action: [Float]) -> StepOutcome { action.withUnsafeBufferPointer { episode.step($0) } }
}

/// Rows of the recorded episodes: the numbers that do not depend on the reference folder being there.
private struct Row: Sendable {
  var walker: WalkerName
  var step: Int
  var position: SIMD2<Float>
  var observation: [Float]
}

private let flatRows = [
  Row(
    walker: .default, step: 0, position: SIMD2(4.663645, 5.68434),
    observation: [
      0.002747593, -3.504996e-12, -6.395807e-13, -0.016, 0.09215154, 1.543962e-10, 0.8602842, 0.003867025, 1,
      0.03255693, -1.432395e-11, 0.8537465, 2.271225e-09, 1, 0.4408138, 0.4458199, 0.4614226, 0.48955, 0.5341026,
      0.6024608, 0.7091486, 0.8859315, 1, 1,
    ]),
  Row(
    walker: .default, step: 60, position: SIMD2(5.485894, 4.654247),
    observation: [
      -0.7359473, -0.1837155, 0.2192968, -0.1398918, -0.7672393, -1.000265, 0.3863524, 0.9999983, 0, -0.373277,
      1.000163, 0.8987867, 0.01088556, 1, 0.2476713, 0.250484, 0.2592503, 0.2750537, 0.3000855, 0.3384926, 0.3984352,
      0.4977607, 0.6834993, 1,
    ]),
  Row(
    walker: .short, step: 45, position: SIMD2(5.047211, 4.172),
    observation: [
      -0.454996, 0.04589488, 0.2273765, -0.04310558, 0.02757194, -1.076512, -0.6413162, -0.2807765, 1, -0.7228877,
      1.00059, 0.829378, 1.000498, 0, 0.1572501, 0.1590359, 0.1646018, 0.1746356, 0.1905287, 0.2149139, 0.2529723,
      0.3160354, 0.4339636, 0.718015,
    ]),
  Row(
    walker: .quadru, step: 80, position: SIMD2(5.178372, 5.491024),
    observation: [
      -1.283184, -0.08843927, 0.1275218, -0.2097108, 0.4833013, 1.000001, 0.9205422, -2.582868e-07, 0, 0.8303958, -1,
      -0.5860968, -0.1051757, 0, -0.7461858, -0.9999998, -0.1865902, 1, 0, 0.1041339, 0.7321478, 0.7967733, -0.518413,
      1, 0.4045669, 0.4091614, 0.4234811, 0.4492956, 0.4901848, 0.5529221, 0.6508372, 0.8130837, 1, 1,
    ]),
]

/// The largest differences between two observations: of speeds, and of everything else.
///
/// The recording's masses differ from this machine's in the last bit, and speeds show that most while feet hit ground.
private func differences(_ observation: [Float], _ recorded: [Float]) -> (speeds: Float, others: Float) {
  var largest: (speeds: Float, others: Float) = (0, 0)
  for (i, (number, expected)) in zip(observation, recorded).enumerated() {
    let isSpeed = i < 4 ? i > 0 : i < observation.count - 10 && [1, 3].contains((i - 4) % 5)
    let difference = abs(number - expected)
    if isSpeed {
      largest.speeds = max(largest.speeds, difference)
    } else {
      largest.others = max(largest.others, difference)
    }
  }
  return largest
}

private let speedTolerance: Float = 1e-3
private let tolerance: Float = 1e-4

@Suite struct EpisodeTests {
  @Test(arguments: flatRows)
  private func playsAsRecorded(row: Row) {
    var play = ChanceFreePlay(row.walker, on: Track())
    for t in 0..<row.step {
      _ = play.step((0..<play.walker.jointCount).map { Float(sin(0.1 * Double(t) + Double($0))) })
    }
    let difference = differences(play.observation, row.observation)
    #expect(play.observation.count == row.observation.count)
    #expect(difference.speeds < speedTolerance && difference.others < tolerance)
    let position = play.episode.simulation.hullPosition
    #expect(max(abs(position.x - row.position.x), abs(position.y - row.position.y)) < tolerance)
  }

  @Test(arguments: RecordedEpisode.names)
  func playsAsRecordedUpToTheFall(name: String) throws {
    guard let recorded = try RecordedEpisode.load(name) else { return }
    let walker = try #require(WalkerName(rawValue: recorded.walker))
    var play = ChanceFreePlay(walker, on: recorded.track)
    var largest: (speeds: Float, others: Float, position: Float) = (0, 0, 0)
    let fall = try #require(recorded.headContact.firstIndex(of: 1))
    for t in 0...fall {
      let difference = differences(play.observation, recorded.obs[t])
      let position = play.episode.simulation.hullPosition
      largest.speeds = max(largest.speeds, difference.speeds)
      largest.others = max(largest.others, difference.others)
      largest.position = max(largest.position, abs(position.x - recorded.hullX[t]), abs(position.y - recorded.hullY[t]))
      #expect(play.episode.hasEnded == (t == fall))
      guard t < fall else { break }
      let outcome = play.step(recorded.action(t, jointCount: walker.walker.jointCount))
      #expect(outcome.terminated == (t + 1 == fall))
    }
    print("\(name): \(fall) steps, largest differences \(largest)")
    #expect(largest.speeds < speedTolerance && largest.others < tolerance && largest.position < tolerance)
  }

  // The published Python implementation's own rewards, on an older physics library that solves joint limits otherwise
  // but agrees while nothing moves much.
  @Test func rewardsAsPublished() {
    let published = [
      -0.02195612, -0.002592974, -0.003696935, -0.004713254, -0.005608475, -0.006365575, -0.006973471, -0.007430675,
      -0.007740138,
    ]
    var play = ChanceFreePlay(.default, on: Track())
    for expected in published {
      let outcome = play.step([0, 0, 0, 0])
      #expect(abs(outcome.reward - expected) < 1e-5)
    }
  }

  @Test(arguments: WalkerName.allCases)
  func rewardsProgressAndPosturePaysForTorque(name: WalkerName) {
    // Cost of a joint's full torque: 0.00035 * 80 for two legs, 0.00035 / 8 * 300 for four.
    let cost = name == .quadru ? 0.013125 : 0.028
    var generator = Xoshiro256PlusPlus(seed: 5)
    var play = ChanceFreePlay(name, on: Track())
    var worst = 0.0
    while !play.episode.hasEnded {
      let before = (x: Double(play.episode.simulation.hullPosition.x), angle: abs(Double(play.observation[0])))
      // Beyond [-1, 1] an action counts as the bound.
      let action = randomAction(count: play.walker.jointCount, using: &generator).map { 1.5 * $0 }
      let outcome = play.step(action)
      if outcome.terminated { break }
      let after = (x: Double(play.episode.simulation.hullPosition.x), angle: abs(Double(play.observation[0])))
      let effort = action.reduce(0) { $0 + min(abs(Double($1)), 1) }
      let expected = 130 / 30 * (after.x - before.x) - 5 * (after.angle - before.angle) - cost * effort
      worst = max(worst, abs(outcome.reward - expected))
    }
    #expect(worst < 1e-12)
  }

  @Test func actionsCountAsTheNearestBound() {
    var wild = ChanceFreePlay(.default, on: Track())
    var tame = ChanceFreePlay(.default, on: Track())
    for _ in 0..<20 {
      let outcome = wild.step([3, -1.0000001, 1e30, -7])
      #expect(outcome == tame.step([1, -1, 1, -1]))
      #expect(wild.observation == tame.observation)
    }
  }
}
