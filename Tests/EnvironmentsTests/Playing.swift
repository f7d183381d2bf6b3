import Arguments
import Testing

@testable import Environments

/// A step as tests like to see it.
struct Played: Equatable {
  var observation: [Float]
  var reward: Double
  var terminated: Bool
  var truncated: Bool
}

/// An environment of a kind with some options given.
func makeEnvironment(_ pairs: [String: String] = [:], seed: UInt64 = 1) throws -> WalkerEnvironment {
  let kind = try #require(EnvironmentCatalog.all.first { $0.name == "stump-tracks" })
  let options = try OptionValues(
    pairs.map { (name: $0.key, value: $0.value) }, for: kind.name, allowing: kind.options)
  return try kind.make(options: options, seed: seed)
}

extension WalkerEnvironment {
  func setTask(_ task: [Double]) { task.withUnsafeBufferPointer { setTask($0) } }

  func reset() -> [Float] {
    [Float](unsafeUninitializedCapacity: observationSize) { buffer, count in
      reset(into: buffer)
      count = observationSize
    }
  }

  func step(_ action: [Float]) -> Played {
    var observation = [Float](repeating: .nan, count: observationSize)
    let outcome = action.withUnsafeBufferPointer { action in
      observation.withUnsafeMutableBufferPointer { step(action: action, observation: $0) }
    }
    return Played(
      observation: observation, reward: outcome.reward, terminated: outcome.terminated, truncated: outcome.truncated)
  }
}
