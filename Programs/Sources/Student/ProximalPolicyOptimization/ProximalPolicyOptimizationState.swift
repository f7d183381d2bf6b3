/// All that an update of Proximal Policy Optimization changes: the networks, the optimisers' moments, the statistics of
/// observations and of returns, and where the generator of batches is.
final class ProximalPolicyOptimizationState {
  /// The policy's mean and log deviation.
  let policy: ParameterVector
  /// The value of an observation.
  let value: ParameterVector
  let policyOptimizer: Adam
  let valueOptimizer: Adam
  /// Of all observations that were acted on.
  var observations: RunningStatistics
  /// Of the discounted sums of rewards of every environment's running episode.
  var returns: RunningStatistics
  /// These sums, of each environment.
  var runningReturns: [Double]
  /// What shuffles the steps of a rollout.
  var shuffling: SplitMix64

  /// The state before the first update: orthogonal kernels with a gain of sqrt 2 in hidden layers, 0.01 in the policy's
  /// output and 1 in the value's; deviations of 1.
  init(
    observationSize: Int, actionSize: Int, _ configuration: ProximalPolicyOptimizationConfiguration,
    seeds: TrainingSeeds
  ) {
    func parameters(_ output: NetworkShape.Output) -> ParameterVector {
      ParameterVector(
        shape: NetworkShape(inputSize: observationSize, hiddenSizes: configuration.hiddenSizes, output: output))
    }
    policy = parameters(.gaussianMean(actionSize: actionSize))
    value = parameters(.value)
    var stream = RandomStream(seed: seeds.student, purpose: .initialWeights)
    policy.initializeOrthogonally(hiddenGain: 2.0.squareRoot(), outputGain: 0.01, using: &stream)
    value.initializeOrthogonally(hiddenGain: 2.0.squareRoot(), outputGain: 1, using: &stream)
    policyOptimizer = Adam(shape: policy.shape, epsilon: .unbiased(1e-5))
    valueOptimizer = Adam(shape: value.shape, epsilon: .unbiased(1e-5))
    observations = RunningStatistics(columns: observationSize)
    returns = RunningStatistics(columns: 1)
    runningReturns = [Double](repeating: 0, count: configuration.environmentCount)
    shuffling = SplitMix64(state: seeds.randomActions)
  }

  /// Takes over a state of the same sizes.
  func copy(from other: ProximalPolicyOptimizationState) {
    policy.copy(from: other.policy)
    value.copy(from: other.value)
    policyOptimizer.copy(from: other.policyOptimizer)
    valueOptimizer.copy(from: other.valueOptimizer)
    observations = other.observations
    returns = other.returns
    runningReturns = other.runningReturns
    shuffling = other.shuffling
  }
}

extension ProximalPolicyOptimizationState {
  /// The networks' variables with their names in files.
  var networkTensors: [(name: String, tensor: NamedTensor)] {
    [("policy", policy), ("v", value)].flatMap { name, parameters in
      parameters.tensors.map { ("\(name).\($0.name)", $0) }
    }
  }

  /// The optimisers' moments with their names in files.
  private var momentTensors: [(name: String, tensor: NamedTensor)] {
    [("policy", policyOptimizer), ("v", valueOptimizer)].flatMap { name, optimizer in
      optimizer.firstMoment.tensors.map { ("adam_m.\(name).\($0.name)", $0) }
        + optimizer.secondMoment.tensors.map { ("adam_v.\(name).\($0.name)", $0) }
    }
  }

  /// Adds everything to a file.
  func encode(into file: inout SafeTensors) {
    for (name, tensor) in networkTensors + momentTensors { file.add(name, tensor) }
    file.add("observation_statistics", observations.encoded)
    file.add("return_statistics", returns.encoded)
    file.add(
      "running_returns",
      runningReturns.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } })
    // The two optimisers step together.
    file.metadata += [("update_count", "\(policyOptimizer.stepCount)"), ("shuffling", "\(shuffling.state)")]
  }

  /// Takes over what `encode` wrote; false if it is not all there.
  func restore(from file: SafeTensors) -> Bool {
    var observations = observations
    var returns = returns
    guard let updateCount = file.metadata("update_count").flatMap({ Int($0) }), updateCount >= 0,
      let shuffling = file.metadata("shuffling").flatMap({ UInt64($0) }),
      file.bytes("observation_statistics").map({ observations.restore(from: $0) }) == true,
      file.bytes("return_statistics").map({ returns.restore(from: $0) }) == true,
      let running = file.bytes("running_returns"), running.count == 8 * runningReturns.count,
      file.restore(networkTensors + momentTensors)
    else { return false }
    self.observations = observations
    self.returns = returns
    runningReturns = running.withUnsafeBytes { bytes in
      runningReturns.indices.map {
        Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)))
      }
    }
    self.shuffling = SplitMix64(state: shuffling)
    (policyOptimizer.stepCount, valueOptimizer.stepCount) = (updateCount, updateCount)
    return true
  }
}
