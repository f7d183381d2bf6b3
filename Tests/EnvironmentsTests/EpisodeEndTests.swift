import Numerics
import Testing

@testable import Environments

/// How episodes end.
@Suite struct EpisodeEndTests {
  /// Ground far below, so that a walker thrown hard enough reaches either end of the track in flight.
  private func abyss() -> Course {
    var generator = Xoshiro256PlusPlus(seed: 0)
    var course = Course(of: Track(), using: &generator)
    for i in course.ground.indices { course.ground[i].y -= 200 }
    return course
  }

  private func play(_ episode: consuming Episode) -> (outcomes: [StepOutcome], x: Float, hasTouched: Bool) {
    let still: [Float] = [0, 0, 0, 0]
    var outcomes: [StepOutcome] = []
    while !episode.hasEnded { outcomes.append(still.withUnsafeBufferPointer { episode.step($0) }) }
    return (outcomes, episode.simulation.hull.position.x, episode.simulation.hull.hasTouched)
  }

  @Test func terminatesAtTheFinishWithTheUsualReward() throws {
    let (outcomes, x, _) = play(Episode(of: .default, on: abyss(), push: 20_000, maxSteps: 2000))
    let last = try #require(outcomes.last)
    #expect(last.terminated && !last.truncated)
    // 190 steps of 14/30 m.
    #expect(x > 88.6667)
    #expect(last.reward > 0)
    #expect(outcomes.dropLast().allSatisfy { !$0.terminated && !$0.truncated })
  }

  @Test func fallsBehindTheStart() throws {
    let (outcomes, x, hasTouched) = play(Episode(of: .default, on: abyss(), push: -5000, maxSteps: 2000))
    let last = try #require(outcomes.last)
    #expect(last == StepOutcome(reward: -100, terminated: true, truncated: false))
    #expect(x < 0 && !hasTouched)
  }

  @Test func fallsWhereTheHullTouches() throws {
    var generator = Xoshiro256PlusPlus(seed: 0)
    let course = Course(of: Track(), using: &generator)
    let (outcomes, _, hasTouched) = play(Episode(of: .default, on: course, push: 0, maxSteps: 2000))
    let last = try #require(outcomes.last)
    #expect(last == StepOutcome(reward: -100, terminated: true, truncated: false))
    #expect(hasTouched)
    // As in the recorded episode without actions.
    #expect(outcomes.count == 95)
  }

  // A wall past the finish: the hull's nose meets it in the very step in which its zero passes the finish.
  @Test func aFallAtTheFinishIsAFall() throws {
    var found = false
    for distance in stride(from: 89.0, to: 92.0, by: 0.05) {
      var course = abyss()
      course.obstacles = [
        Outline([SIMD2(distance, -200), SIMD2(distance + 1, -200), SIMD2(distance + 1, 50), SIMD2(distance, 50)])
      ]
      let (outcomes, x, hasTouched) = play(Episode(of: .default, on: course, push: 20_000, maxSteps: 2000))
      let last = try #require(outcomes.last)
      #expect((last.reward == -100) == hasTouched)
      if hasTouched, x > 88.6667 { found = true }
    }
    #expect(found)
  }

  @Test func isCutOffAtTheLimit() throws {
    let environment = try makeEnvironment(["max_episode_steps": "94", "track_noise": "0", "initial_push": "0"])
    _ = environment.reset()
    for t in 1...94 {
      let played = environment.step([0, 0, 0, 0])
      #expect(played.truncated == (t == 94) && !played.terminated)
      #expect(environment.canStep == (t < 94))
    }
  }

  @Test func aFallAtTheLimitIsNoCut() throws {
    let environment = try makeEnvironment(["max_episode_steps": "95", "track_noise": "0", "initial_push": "0"])
    _ = environment.reset()
    var last = environment.step([0, 0, 0, 0])
    while environment.canStep { last = environment.step([0, 0, 0, 0]) }
    #expect(last.terminated && !last.truncated)
  }
}
