import Arguments
import Numerics
import Testing

@testable import Environments

/// What a step gave.
struct Played: Equatable {
  var observation: [Float]
  var reward: Double
  var terminated: Bool
  var truncated: Bool
}

/// An environment with some options given.
func makeEnvironment(
  _ name: String = "stump-tracks", _ options: [String: String] = [:], seed: UInt64 = 1
) throws -> any Environment {
  let kind = try #require(EnvironmentCatalog.all.first { $0.name == name })
  let pairs = options.map { (name: $0.key, value: $0.value) }
  return try kind.make(options: OptionValues(pairs, for: kind.name, allowing: kind.options), seed: seed)
}

func makeEnvironment(_ options: [String: String], seed: UInt64 = 1) throws -> any Environment {
  try makeEnvironment("stump-tracks", options, seed: seed)
}

extension Track {
  /// A track of the two parameters of stump tracks.
  init(stumpHeight: Double?, obstacleSpacing: Double?) {
    self.init()
    self[Stump.meanHeight] = stumpHeight.map { [$0] }
    self[Ground.spacing] = obstacleSpacing.map { [$0] }
  }
}

extension Course {
  /// The course that chance makes of a track.
  init(of track: Track, noise: Double = 0, using generator: inout Xoshiro256PlusPlus) {
    self.init()
    ObstacleCourses(noise: noise).generate(&self, of: track, using: &generator)
  }

  /// The course that a seed makes of a track.
  init(of track: Track, noise: Double = 0, seed: UInt64 = 0) {
    var generator = Xoshiro256PlusPlus(seed: seed)
    self.init(of: track, noise: noise, using: &generator)
  }
}

extension Body: CustomTestStringConvertible {
  /// What test reports call it.
  public var testDescription: String { name }
}

extension Environment {
  func setParameter(_ name: String, to numbers: [Double]) throws {
    let settable = try #require(space.settable.first { $0.name == name })
    try numbers.withUnsafeBufferPointer { (numbers) throws(UsageError) in try set(settable, to: numbers) }
  }

  /// The names of a task's coordinates.
  var coordinateNames: [String] { space.taskSpace?.parameters.map(\.name) ?? [] }

  func setTask(_ task: [Double]) { task.withUnsafeBufferPointer { setTask($0) } }

  func reset() -> [Float] {
    var observation = [Float](repeating: .nan, count: observationSize)
    observation.withUnsafeMutableBufferPointer { reset(into: $0) }
    return observation
  }

  func reset(seed: UInt64) -> [Float] {
    var observation = [Float](repeating: .nan, count: observationSize)
    observation.withUnsafeMutableBufferPointer { reset(into: $0, seed: seed) }
    return observation
  }

  func step(_ action: [Float]) -> Played {
    var observation = [Float](repeating: .nan, count: observationSize)
    let outcome = action.withUnsafeBufferPointer { action in
      observation.withUnsafeMutableBufferPointer { step(action: action, observation: $0) }
    }
    return Played(
      observation: observation, reward: outcome.reward, terminated: outcome.terminated, truncated: outcome.truncated)
  }

  /// Plays random actions until the episode ends.
  func playRandomly(using generator: inout Xoshiro256PlusPlus) -> [Played] {
    var steps: [Played] = []
    while canStep { steps.append(step(randomAction(count: actionSize, using: &generator))) }
    return steps
  }
}

/// Numbers uniform in [-1, 1).
func randomAction(count: Int, using generator: inout Xoshiro256PlusPlus) -> [Float] {
  (0..<count).map { _ in Float(generator.uniform(from: -1, to: 1)) }
}
