import Numerics
import Testing

@testable import Environments

@Suite struct ObserverTests {
  @Test func boundsAreThePhysicsLimits() throws {
    let environment = try makeEnvironment(["walker": "quadru", "max_episode_steps": "999"])
    #expect(environment.observationSize == 34 && environment.actionSize == 8)
    let high = environment.observationHigh
    let low = environment.observationLow
    #expect(high.count == 34 && low.count == 34)
    // Half a turn per step and body, 1000 steps with the reset's.
    #expect(abs(high[0] - 1570.796) < 1e-3)
    #expect(high[1...3] == [.pi, 12, 8])
    #expect(abs(high[4] - 3141.593) < 1e-2 && abs(high[5] - 157.0796 / 4) < 1e-4)
    #expect(abs(high[6] - 3142.593) < 1e-2 && abs(high[7] - 157.0796 / 6) < 1e-4)
    for i in 0..<24 where i < 4 || (i - 4) % 5 != 4 { #expect(low[i] == -high[i]) }
    for i in [8, 13, 18, 23] + Array(24..<34) { #expect(low[i] == 0 && high[i] == 1) }
  }

  @Test(arguments: Body.all, ["5", "1000"])
  func observationsKeepToTheBounds(body: Body, push: String) throws {
    let environment = try makeEnvironment([
      "walker": body.name, "initial_push": push, "max_episode_steps": "300", "track_noise": "1",
    ])
    let (low, high) = (environment.observationLow, environment.observationHigh)
    var generator = Xoshiro256PlusPlus(seed: 3)
    var outside = 0
    for _ in 0..<25 {
      environment.setTask([generator.uniform(from: 0, to: 3), generator.uniform(from: 0, to: 6)])
      let observations = [environment.reset()] + environment.playRandomly(using: &generator).map(\.observation)
      for observation in observations {
        for (i, number) in observation.enumerated() where !(number >= low[i] && number <= high[i]) { outside += 1 }
      }
    }
    #expect(outside == 0)
  }

  // The rear legs are the second pair's: their published flags are 0 while they stand on the ground.
  @Test func publishedContactsAreTheFirstPairs() throws {
    let counted = try makeEnvironment("hexagon-tracks", ["walker": "quadru"])
    let published = try makeEnvironment("hexagon-tracks", ["walker": "quadru", "contacts": "published"])
    for environment in [counted, published] { environment.setTask([Double](repeating: 0.5, count: 12)) }
    var observations = [(counted.reset(), published.reset())]
    var generator = Xoshiro256PlusPlus(seed: 4)
    while counted.canStep, observations.count < 500 {
      let action = randomAction(count: 8, using: &generator)
      let (one, other) = (counted.step(action), published.step(action))
      #expect(one.reward == other.reward && one.terminated == other.terminated)
      observations.append((one.observation, other.observation))
    }
    let rearFlags = [18, 23]
    #expect(observations.contains { one, _ in rearFlags.contains { one[$0] == 1 } })
    #expect(observations.allSatisfy { _, other in rearFlags.allSatisfy { other[$0] == 0 } })
    #expect(observations.contains { _, other in other[8] == 1 })
    let others = Set(0..<34).subtracting([8, 13] + rearFlags)
    #expect(observations.allSatisfy { one, other in others.allSatisfy { one[$0] == other[$0] } })
  }

  // The picture's rays end where the observation's do, whichever ground that is.
  @Test(arguments: Senses.Lidar.allCases)
  func raysInPicturesAreTheObservations(lidar: Senses.Lidar) {
    var course = Course(of: Track())
    for x in [6.0, 6.5, 7, 7.5, 8, 8.5] {
      course.obstacles.append(Outline(rectangle(at: SIMD2(x, Scene.terrainHeight), width: 0.3, height: 0.5)))
    }
    let episode = Episode(of: .default, on: course, push: 0, maxSteps: 10)
    let observer = Observer(of: .default, maxEpisodeSteps: 10, senses: Senses(lidar: lidar))
    let nearest = Observer(of: .default, maxEpisodeSteps: 10)
    var observation = [Float](repeating: .nan, count: observer.size)
    observation.withUnsafeMutableBufferPointer { observer.observe(episode.simulation, into: $0) }
    let fractions = observer.rays(of: episode.simulation).map(\.fraction)
    #expect(fractions == observation.suffix(10).map(Double.init))
    let nearestFractions = nearest.rays(of: episode.simulation).map(\.fraction)
    #expect(zip(fractions, nearestFractions).allSatisfy { $0 >= $1 })
    #expect((fractions == nearestFractions) == (lidar == .nearest))
  }

  // Flat ground below: ray k leaves the vertical by 0.15 k, so it meets the ground at height / (range cos 0.15 k).
  @Test func lidarMeasuresTheDistanceToFlatGround() {
    var generator = Xoshiro256PlusPlus(seed: 0)
    let episode = Episode(
      of: .default, on: Course(of: Track(), using: &generator), push: 0, maxSteps: 10)
    let observer = Observer(of: .default, maxEpisodeSteps: 10)
    var observation = [Float](repeating: .nan, count: observer.size)
    observation.withUnsafeMutableBufferPointer { observer.observe(episode.simulation, into: $0) }
    let height = Double(episode.simulation.hull.position.y) - 10.0 / 3
    // cos 0.15 k
    let cosines = [
      1, 0.9887711, 0.9553365, 0.9004471, 0.8253356, 0.7316889, 0.6216100, 0.4975710, 0.3623578, 0.2190067,
    ]
    for (k, cosine) in cosines.enumerated() {
      let expected = min(height / (160.0 / 30 * cosine), 1)
      #expect(abs(Double(observation[14 + k]) - expected) < 1e-5)
    }
  }
}
