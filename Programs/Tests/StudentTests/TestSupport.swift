import Foundation
import Testing

@testable import Student

extension FloatBuffer {
  /// The first floats.
  func first(_ count: Int) -> [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}

extension ParameterVector {
  /// All variables' elements, one after another.
  var allValues: [Float] { tensors.flatMap(\.values) }
}

/// Smooth numbers that look like nothing in particular, as update_figures.py makes them.
func wave(_ count: Int, phase: Double, scale: Double) -> [Float] {
  (0..<count).map { index in
    let index = Double(index)
    return Float(scale * sin(1.7 * index + 0.3 * index * index / (index + 5) + phase))
  }
}

extension SoftActorCritic {
  /// Writes all networks to a file, as a run does.
  func saveNetworks(to path: String) throws(FileError) { try replaceFile(at: path, with: state.encodedNetworks()) }

  /// Takes over the networks of such a file.
  func loadNetworks(from path: String) throws {
    let file = try #require(try contents(ofFile: path).flatMap { SafeTensors($0) })
    try #require(file.restore(state.networkTensors))
  }

  /// Replaces the batch and the noise of the next update.
  func setBatch(
    observations: [Float], actions: [Float], rewards: [Float], nextObservations: [Float], ends: [Float], noise: [Float]
  ) throws {
    try #require(observations.count == batch.count * observationSize && noise.count == batch.count * actionSize)
    observations.withUnsafeBufferPointer { observations in
      nextObservations.withUnsafeBufferPointer { nextObservations in
        actions.withUnsafeBufferPointer { actions in
          for row in 0..<batch.count {
            guard
              let observation = observations.baseAddress, let next = nextObservations.baseAddress,
              let action = actions.baseAddress
            else { return }
            batch.set(
              row,
              to: ReplayBuffer.Transition(
                observation: observation + row * observationSize, action: action + row * actionSize,
                reward: rewards[row], end: ends[row], nextObservation: next + row * observationSize))
          }
        }
      }
    }
    for (index, value) in noise.enumerated() { draws.noise.pointer[index] = value }
  }
}

extension SoftActorCritic {
  /// The action for an observation.
  func action(for observation: [Float], deterministic: Bool) -> [Float] {
    var action = [Float](repeating: .nan, count: actionSize)
    observation.withUnsafeBufferPointer { observation in
      action.withUnsafeMutableBufferPointer { act(observation: observation, into: $0, deterministic: deterministic) }
    }
    return action
  }
}

extension ReplayBuffer {
  /// Adds a transition.
  func append(_ observation: [Float], _ action: [Float], _ reward: Float, _ next: [Float], done: Bool) {
    observation.withUnsafeBufferPointer { observation in
      action.withUnsafeBufferPointer { action in
        next.withUnsafeBufferPointer {
          append(observation: observation, action: action, reward: reward, nextObservation: $0, done: done)
        }
      }
    }
  }
}

/// Runs a body with an empty folder that is removed afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("teachdrl-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

/// The number of memory pages of this process that are really there.
func residentPages() -> Int {
  let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
  return fields.count > 1 ? Int(fields[1]) ?? 0 : 0
}
