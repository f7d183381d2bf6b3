import Glibc
import TeachDRL

/// An episode that another program recorded without chance: no push, obstacles at their mean sizes, and actions that a
/// formula says. To compare physics with.
///
/// The file is a JSON object with `walker`, `setting` (the track's parameters; a stump height of 0 stands for flat ground),
/// `action` ("sin": action i of step t is sin(0.1 t + i); "zero") and `obs`, the observations, the one of the reset first.
public struct RecordedEpisode: Sendable {
  /// The file's name without its ending.
  public let name: String
  private let path: String
  private let walker: String
  private let setting: [(name: String, values: [Double])]
  private let isSine: Bool
  private let observations: [[Double]]

  /// Reads a file. Throws a `FileError`, or a `RunFileError` where it is something else.
  public init(path: String) throws {
    self.path = path
    name = path.split(separator: "/").last.map { String($0.split(separator: ".")[0]) } ?? path
    guard let bytes = try contents(ofFile: path) else {
      throw FileError(path: path, operation: "read", code: ENOENT)
    }
    guard let file = JSONValue(bytes), let walker = file["walker"]?.string, let action = file["action"]?.string,
      ["sin", "zero"].contains(action), let setting = file["setting"]?.members,
      let rows = file["obs"]?.elements?.map({ $0.elements?.compactMap(\.double) ?? [] }), rows.count > 1
    else { throw RunFileError(path: path, problem: "is no recorded episode") }
    self.walker = walker
    isSine = action == "sin"
    self.setting = setting.sorted { $0.key < $1.key }.map { name, value in
      (name, value.elements?.compactMap(\.double) ?? value.double.map { [$0] } ?? [])
    }
    observations = rows
  }

  /// The recorded episode beside the same actions in this library, step by step, up to where the episode ends here.
  public struct Comparison: Sendable {
    /// The largest difference of a number about the hull or a joint. Ground contacts and the lidar are left out: programs
    /// differ in what they mean by them.
    public var differences: [Double] = []
    /// The hull's angle as it was recorded, in radians.
    public var recordedAngles: [Double] = []
    /// The hull's angle in this library.
    public var angles: [Double] = []
  }

  /// Plays the episode's actions.
  public func compared() throws -> Comparison {
    let environment = try Environment(
      "walker-tracks",
      options: [
        OptionSetting("walker", walker), OptionSetting("track_noise", "0"), OptionSetting("initial_push", "0"),
      ],
      seed: 0)
    for (name, values) in setting where values != [0] { try environment.setParameter(name, to: values) }
    let buffers = StepBuffers(observationSize: environment.observationSize, actionSize: environment.actionSize)
    guard observations.allSatisfy({ $0.count == environment.observationSize }) else {
      throw RunFileError(path: path, problem: "has observations of another length than \(environment.observationSize)")
    }
    let legs = environment.actionSize / 2
    let indices = Array(0..<4) + (0..<legs).flatMap { leg in (0..<4).map { 4 + 5 * leg + $0 } }
    try environment.reset(observation: buffers.observation)
    var comparison = Comparison()
    for (step, recorded) in observations.enumerated() {
      comparison.differences.append(indices.map { abs(Double(buffers.observation[$0]) - recorded[$0]) }.max() ?? 0)
      comparison.recordedAngles.append(recorded[0])
      comparison.angles.append(Double(buffers.observation[0]))
      for joint in buffers.action.indices {
        buffers.action[joint] = isSine ? Float(sin(0.1 * Double(step) + Double(joint))) : 0
      }
      let result = try environment.step(
        action: UnsafeBufferPointer(buffers.action), observation: buffers.observation)
      if result.terminated || result.truncated { break }
    }
    return comparison
  }
}
