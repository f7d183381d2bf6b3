import Foundation
import Numerics
import Testing

@testable import Environments

/// An episode without chance, with what an observer sees of it.
private struct ChanceFreePlay: ~Copyable {
  var episode: Episode
  let body: Body
  let observer: Observer

  init(_ body: Body, on track: Track, maxSteps: Int = 2000) {
    self.body = body
    var generator = Xoshiro256PlusPlus(seed: 0)
    let course = Course(of: track, using: &generator)
    episode = Episode(of: body, on: course, push: 0, maxSteps: maxSteps)
    observer = Observer(of: body, maxEpisodeSteps: maxSteps)
  }

  var observation: [Float] {
    var observation = [Float](repeating: .nan, count: observer.size)
    observation.withUnsafeMutableBufferPointer { observer.observe(episode.simulation, into: $0) }
    return observation
  }

  mutating func step(_ action: [Float]) -> StepOutcome { action.withUnsafeBufferPointer { episode.step($0) } }
}

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
  @Test(arguments: RecordedEpisode.names)
  func playsAsRecordedUpToTheFall(name: String) throws {
    let recorded = try RecordedEpisode(named: name)
    let body = try #require(Body.all.first { $0.name == recorded.walker })
    var play = ChanceFreePlay(body, on: recorded.track)
    var largest: (speeds: Float, others: Float, position: Float) = (0, 0, 0)
    let fall = try #require(recorded.headContact.firstIndex(of: 1))
    for t in 0...fall {
      let difference = differences(play.observation, recorded.obs[t])
      let position = play.episode.simulation.hull.position
      largest.speeds = max(largest.speeds, difference.speeds)
      largest.others = max(largest.others, difference.others)
      largest.position = max(largest.position, abs(position.x - recorded.hullX[t]), abs(position.y - recorded.hullY[t]))
      #expect(play.episode.hasEnded == (t == fall))
      guard t < fall else { break }
      let outcome = play.step(recorded.action(t, jointCount: play.body.joints.count))
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

  @Test(arguments: Body.all)
  func rewardsProgressAndPosturePaysForTorque(body: Body) {
    // Cost of a joint's full torque as published: 0.00035 * 80 for two legs, 0.00035 / 8 * 300 for four.
    let cost = ["short": 0.028, "default": 0.028, "quadru": 0.013125][body.name] ?? body.motorCost
    var generator = Xoshiro256PlusPlus(seed: 5)
    var play = ChanceFreePlay(body, on: Track())
    var worst = 0.0
    while !play.episode.hasEnded {
      let before = (x: Double(play.episode.simulation.hull.position.x), angle: abs(Double(play.observation[0])))
      // Beyond [-1, 1] an action counts as the bound.
      let action = randomAction(count: play.body.joints.count, using: &generator).map { 1.5 * $0 }
      let outcome = play.step(action)
      if outcome.terminated { break }
      let after = (x: Double(play.episode.simulation.hull.position.x), angle: abs(Double(play.observation[0])))
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
