/// All that an update of the networks changes: the networks, the optimisers' moments, and where the generators of
/// batches and of noise are.
final class SoftActorCriticState {
  let networks: ActorCriticNetworks
  let policyOptimizer: Adam
  let q1Optimizer: Adam
  let q2Optimizer: Adam
  let valueOptimizer: Adam
  var replayStream: RandomStream
  var noiseStream: RandomStream

  /// The state before the first update.
  init(observationSize: Int, actionSize: Int, hiddenSizes: [Int], seed: UInt64) {
    var weightStream = RandomStream(seed: seed, purpose: .initialWeights)
    networks = ActorCriticNetworks(
      observationSize: observationSize, actionSize: actionSize, hiddenSizes: hiddenSizes, using: &weightStream)
    policyOptimizer = Adam(shape: networks.policy.shape)
    q1Optimizer = Adam(shape: networks.q1.shape)
    q2Optimizer = Adam(shape: networks.q2.shape)
    valueOptimizer = Adam(shape: networks.value.shape)
    replayStream = RandomStream(seed: seed, purpose: .replaySampling)
    noiseStream = RandomStream(seed: seed, purpose: .updateNoise)
  }

  /// Takes over a state of the same sizes. Complexity: linear in the number of parameters; no memory is allocated.
  func copy(from other: SoftActorCriticState) {
    for ((_, network), (_, source)) in zip(networks.named, other.networks.named) { network.copy(from: source) }
    for ((_, optimizer), (_, source)) in zip(optimizers, other.optimizers) { optimizer.copy(from: source) }
    replayStream = other.replayStream
    noiseStream = other.noiseStream
  }

  /// The optimisers with the names of their networks in files.
  private var optimizers: [(name: String, optimizer: Adam)] {
    [("policy", policyOptimizer), ("q1", q1Optimizer), ("q2", q2Optimizer), ("v", valueOptimizer)]
  }
}

extension SoftActorCriticState {
  /// Every network's variables with their names in files.
  var networkTensors: [(name: String, tensor: NamedTensor)] {
    networks.named.flatMap { name, parameters in parameters.tensors.map { ("\(name).\($0.name)", $0) } }
  }

  /// The optimisers' moments with their names in files.
  private var momentTensors: [(name: String, tensor: NamedTensor)] {
    optimizers.flatMap { name, optimizer in
      optimizer.firstMoment.tensors.map { ("adam_m.\(name).\($0.name)", $0) }
        + optimizer.secondMoment.tensors.map { ("adam_v.\(name).\($0.name)", $0) }
    }
  }

  /// Adds everything to a file.
  func encode(into file: inout SafeTensors) {
    for (name, tensor) in networkTensors + momentTensors { file.add(name, tensor) }
    file.metadata += [
      // The four optimisers step together.
      ("update_count", "\(policyOptimizer.stepCount)"),
      ("replay_stream_position", "\(replayStream.position)"),
      ("noise_stream_position", "\(noiseStream.position)"),
    ]
  }

  /// Takes over what `encode` wrote; false, and nothing is changed, where it is not all there.
  func restore(from file: SafeTensors) -> Bool {
    guard let updateCount = file.metadata("update_count").flatMap({ Int($0) }), updateCount >= 0,
      let replayPosition = file.metadata("replay_stream_position").flatMap({ UInt64($0) }),
      let noisePosition = file.metadata("noise_stream_position").flatMap({ UInt64($0) }),
      file.restore(networkTensors + momentTensors)
    else { return false }
    for (_, optimizer) in optimizers { optimizer.stepCount = updateCount }
    replayStream = replayStream.moved(to: replayPosition)
    noiseStream = noiseStream.moved(to: noisePosition)
    return true
  }
}
