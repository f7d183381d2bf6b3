import Foundation
import TeachDRL
import Testing

@testable import Student

struct PolicyTests {
  static let kept = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../examples/policies").standardized.path

  /// A policy of examples/policies on tracks that are easy for its walker.
  struct Walk: Sendable, CustomTestStringConvertible {
    let walker: String
    let track: [(name: String, values: [Double])]
    /// What the mean return of its episodes must be above.
    let leastReturn: Double

    var testDescription: String { "\(walker), \(track.map { "\($0.name) \($0.values)" }.joined(separator: ", "))" }
  }

  static let easyWalks = [
    Walk(walker: "default", track: [], leastReturn: 230),
    Walk(walker: "default", track: [("stump_height", [0.4]), ("obstacle_spacing", [3])], leastReturn: 230),
    Walk(walker: "short", track: [], leastReturn: 230),
    Walk(walker: "short", track: [("stump_height", [0.3]), ("obstacle_spacing", [3])], leastReturn: 230),
    Walk(walker: "quadru", track: [("stump_height", [0.3]), ("obstacle_spacing", [3])], leastReturn: 230),
    Walk(walker: "quadru", track: [("poly_shape", [Double](repeating: 0.5, count: 12))], leastReturn: 230),
  ]

  @Test(arguments: easyWalks)
  func walksItsEasyTracks(_ walk: Walk) throws {
    let path = "\(Self.kept)/\(walk.walker).safetensors"
    let size = try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    #expect(size < 1_000_000)
    let policy = try Policy(contentsOf: path)
    #expect(policy.walker == walk.walker)
    let environment = try Environment("walker-tracks", options: [OptionSetting("walker", walk.walker)], seed: 7)
    for (name, values) in walk.track { try environment.setParameter(name, to: values) }
    let returns = try (0..<5).map { _ in try play(policy, environment) }
    let mean = returns.reduce(0, +) / Double(returns.count)
    #expect(mean > walk.leastReturn, "returns \(returns)")
  }

  /// The return of an episode.
  private func play(_ policy: Policy, _ environment: Environment) throws -> Double {
    #expect(policy.observationSize == environment.observationSize && policy.actionSize == environment.actionSize)
    let buffers = StepBuffers(observationSize: environment.observationSize, actionSize: environment.actionSize)
    try environment.reset(observation: buffers.observation)
    var episodeReturn = 0.0
    while true {
      policy.act(observation: UnsafeBufferPointer(buffers.observation), into: buffers.action)
      let step = try environment.step(
        action: UnsafeBufferPointer(buffers.action), observation: buffers.nextObservation)
      episodeReturn += step.reward
      if step.terminated || step.truncated { return episodeReturn }
      buffers.advance()
    }
  }

  @Test func saysWhatAFileLacks() throws {
    let missing = try #require(throws: RunFileError.self) { try Policy(contentsOf: "/nonexistent.safetensors") }
    #expect(missing.description.contains("/nonexistent.safetensors") && missing.description.contains("not there"))
    let folder = try TemporaryFolder()
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(Self.kept)/default.safetensors")))
    for length in [0, 7, 100, bytes.count - 1] {
      let path = "\(folder.path)/cut.safetensors"
      try Data(bytes[..<length]).write(to: URL(fileURLWithPath: path))
      #expect(throws: RunFileError.self) { try Policy(contentsOf: path) }
    }
    // The networks of a run have no walker.
    let networks = "\(folder.path)/networks.safetensors"
    let student = try SoftActorCritic(
      observationSize: 24, actionSize: 4, configuration: SoftActorCriticConfiguration(hiddenSizes: [5]), seed: 0)
    try student.saveNetworks(to: networks)
    let other = try #require(throws: RunFileError.self) { try Policy(contentsOf: networks) }
    #expect(other.description.contains("teachdrl export"))
  }

  /// Layers that do not fit each other, and sizes that no file can have.
  @Test(arguments: [
    [[24, 5], [6, 4], [6, 4]], [[24, 5], [5, 4], [5, 3]], [[0, 5], [5, 4], [5, 4]], [[24], [24, 4], [24, 4]],
  ])
  func refusesShapesThatMakeNoPolicy(shapes: [[Int]]) throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/policy.safetensors"
    var header: [String: Any] = ["__metadata__": ["walker": "default"]]
    var end = 0
    for (name, shape) in zip(["hidden.0", "mean", "log_std"], shapes) {
      let bytes = 4 * shape.reduce(1, *)
      header["policy.\(name).kernel"] = ["dtype": "F32", "shape": shape, "data_offsets": [end, end + bytes]]
      end += bytes
    }
    let text = try JSONSerialization.data(withJSONObject: header)
    var file = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
    file.append(text)
    file.append(Data(count: end))
    try file.write(to: URL(fileURLWithPath: path))
    #expect(throws: RunFileError.self) { try Policy(contentsOf: path) }
  }
}
