import Arguments
import Environments
import Numerics
import Testing

/// What a step gave.
struct Played: Equatable {
  var observation: [Float]
  var reward: Double
  var terminated: Bool
  var truncated: Bool
}

/// The environment "stump-tracks" with some options given.
func makeEnvironment(_ options: [String: String] = [:], seed: UInt64 = 1) throws -> WalkerEnvironment {
  let kind = try #require(EnvironmentCatalog.all.first { $0.name == "stump-tracks" })
  let pairs = options.map { (name: $0.key, value: $0.value) }
  return try kind.make(options: OptionValues(pairs, for: kind.name, allowing: kind.options), seed: seed)
}

extension WalkerEnvironment {
  func setTask(_ task: [Double]) { task.withUnsafeBufferPointer { setTask($0) } }

  func reset() -> [Float] {
    var observation = [Float](repeating: .nan, count: observationSize)
    observation.withUnsafeMutableBufferPointer { reset(into: $0) }
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
