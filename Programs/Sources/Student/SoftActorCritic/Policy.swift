import TeachDRL

/// A policy that has been learnt, without what it learnt with: it acts, and does not explore unless it is told to.
///
///     let policy = try Policy(contentsOf: "examples/policies/default.safetensors")
///     policy.act(observation: observation, into: action)
///
/// Its file has the tensors `policy.*` of a run's networks, in the form of `LearnerState.saveNetworks`, and the walker's
/// name. An object is for one thread at a time; acting allocates no memory.
public final class Policy {
  /// The walker that it moves, such as "default".
  public let walker: String
  /// The environment's options that the walker was trained with: its build, and how it feels and sees the ground.
  public let walkerOptions: [OptionSetting]
  /// The number of components of an observation.
  public let observationSize: Int
  /// The number of components of an action, each in [-1, 1].
  public let actionSize: Int

  private let actor: Actor
  private var isExploring = false

  /// Reads a file that `TrainedPolicy.savePolicy` wrote.
  ///
  /// Throws a `FileError`, or a `RunFileError` where it holds no policy.
  public init(contentsOf path: String) throws {
    guard let bytes = try contents(ofFile: path) else { throw RunFileError(path: path, problem: "is not there") }
    guard let file = SafeTensors(bytes), let walker = file.metadata("walker"), let shape = policyShape(in: file) else {
      throw RunFileError(path: path, problem: "holds no policy; 'teachdrl export' writes one")
    }
    let network = ParameterVector(shape: shape)
    guard file.restore(policyTensors(network)) else {
      throw RunFileError(path: path, problem: "does not hold all of its policy")
    }
    self.walker = walker
    walkerOptions = walkerOptionNames.compactMap { name in file.metadata(name).map { OptionSetting(name, $0) } }
    observationSize = shape.inputSize
    actionSize = shape.outputLayer.columns / 2
    actor = Actor(policy: network, noise: RandomStream(seed: 0, purpose: .actionNoise))
  }

  /// From now on actions are drawn from the policy as in training, with noise that the seed fixes.
  public func explore(seed: UInt64) {
    actor.noise = RandomStream(seed: seed, purpose: .actionNoise)
    isExploring = true
  }

  /// Chooses the action for an observation: the squashed mean, or, after `explore`, one drawn from the policy.
  ///
  /// - Precondition: Observation and action have this policy's sizes.
  public func act(observation: UnsafeBufferPointer<Float>, into action: UnsafeMutableBufferPointer<Float>) {
    actor.act(observation: observation, into: action, deterministic: !isExploring)
  }
}

extension TrainedPolicy {
  /// Writes the policy to a file of its own, in place of what is there; the file is never half written.
  public func savePolicy(to path: String) throws(FileError) {
    var file = SafeTensors(
      metadata: [
        ("format", "teachdrl"), ("algorithm", "soft-actor-critic"), ("environment", configuration.environment),
        ("teachdrl_version", LibraryVersion.header),
      ] + walkerOptions.map { ($0.name, $0.value) })
    for (name, tensor) in policyTensors(student.networks.policy) { file.add(name, tensor) }
    try replaceFile(at: path, with: file.encoded())
  }

  /// The walker that the run trained.
  public var walker: String { walkerOptions.first { $0.name == "walker" }?.value ?? "default" }
}

/// The options of environments that belong to the walker and not to the track.
let walkerOptionNames = ["walker", "contacts", "lidar"]

private func policyTensors(_ network: ParameterVector) -> [(name: String, tensor: NamedTensor)] {
  network.tensors.map { ("policy.\($0.name)", $0) }
}

/// The sizes that the tensors of a file have; nil where they do not follow one another.
private func policyShape(in file: SafeTensors) -> NetworkShape? {
  func kernel(_ name: String) -> (inputs: Int, outputs: Int)? {
    guard let shape = file.entries.first(where: { $0.name == "policy.\(name).kernel" })?.entry.shape, shape.count == 2,
      shape.allSatisfy({ (1...65536).contains($0) })
    else { return nil }
    return (shape[0], shape[1])
  }
  var layers: [(inputs: Int, outputs: Int)] = []
  while let layer = kernel("hidden.\(layers.count)") { layers.append(layer) }
  guard let first = layers.first, let mean = kernel("mean"), let deviation = kernel("log_std"), mean == deviation,
    zip(layers, layers.dropFirst() + [mean]).allSatisfy({ $0.outputs == $1.inputs })
  else { return nil }
  return NetworkShape(
    inputSize: first.inputs, hiddenSizes: layers.map(\.outputs), output: .gaussian(actionSize: mean.outputs))
}
