import TeachDRL

/// A policy that has been learnt, without what it learnt with: it acts, and does not explore unless it is told to.
///
///     let policy = try Policy(contentsOf: "examples/policies/default.safetensors")
///     policy.act(observation: observation, into: action)
///
/// Its file has the policy's tensors, in the form of a run's networks, the algorithm that learnt it and the walker's name.
/// An object is for one thread at a time; acting allocates no memory.
public final class Policy {
  /// The walker that it moves, such as "default".
  public let walker: String
  /// The environment's options that the walker was trained with: its build, and how it feels and sees the ground.
  public let walkerOptions: [OptionSetting]
  /// The number of components of an observation.
  public var observationSize: Int { policy.observationSize }
  /// The number of components of an action, each in [-1, 1].
  public var actionSize: Int { policy.actionSize }

  private let policy: any ActionPolicy
  private var isExploring = false

  /// Reads a file that `TrainedPolicy.savePolicy` wrote.
  ///
  /// - Throws: A `FileError`, or a `RunFileError` if it holds no policy.
  public init(contentsOf path: String) throws {
    guard let bytes = try contents(ofFile: path) else { throw RunFileError(path: path, problem: "is not there") }
    guard let file = SafeTensors(bytes), let walker = file.metadata("walker"),
      let policy = StudentConfiguration.policy(in: file)
    else {
      throw RunFileError(path: path, problem: "holds no policy; 'teachdrl export' writes one")
    }
    self.walker = walker
    self.policy = policy
    walkerOptions = walkerOptionNames.compactMap { name in file.metadata(name).map { OptionSetting(name, $0) } }
  }

  /// From now on actions are drawn from the policy as in training, with noise that the seed fixes.
  public func explore(seed: UInt64) {
    policy.startNoise(seed: seed)
    isExploring = true
  }

  /// Chooses the action for an observation: the policy's mean, or, after `explore`, one drawn from the policy.
  ///
  /// - Precondition: Observation and action have this policy's sizes.
  public func act(observation: UnsafeBufferPointer<Float>, into action: UnsafeMutableBufferPointer<Float>) {
    policy.act(observation: observation, into: action, deterministic: !isExploring)
  }
}

extension TrainedPolicy {
  /// Writes the policy to a file of its own, in place of what is there; the file is never half written.
  public func savePolicy(to path: String) throws(FileError) {
    var file = SafeTensors(
      metadata: [
        ("format", "teachdrl"), ("algorithm", configuration.student.algorithm),
        ("environment", configuration.environment), ("teachdrl_version", LibraryVersion.header),
      ] + walkerOptions.map { ($0.name, $0.value) })
    for (name, tensor) in policy.tensors { file.add(name, tensor) }
    try replaceFile(at: path, with: file.encoded())
  }

  /// The walker that the run trained.
  public var walker: String { walkerOptions.first { $0.name == "walker" }?.value ?? "default" }
}

/// The options of environments that belong to the walker and not to the track.
let walkerOptionNames = ["walker", "contacts", "lidar"]
