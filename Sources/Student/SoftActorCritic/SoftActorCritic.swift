import COneDNN

/// Soft Actor-Critic in its early form, with a value function, on the CPU.
///
///     let student = try SoftActorCritic(observationSize: 24, actionSize: 4, configuration: .init(), seed: 42)
///     student.act(observation: observation, into: action, deterministic: false)
///     replay.append(observation: observation, action: action, reward: 1, nextObservation: next, done: false)
///     student.update(from: replay)
///
/// Haarnoja, Zhou, Abbeel and Levine, "Soft actor-critic: off-policy maximum entropy deep reinforcement learning with a
/// stochastic actor" (2018), as OpenAI's Spinning Up implements it. The same seed and the same calls give the same bits.
/// An object is for one thread at a time. No call starts others; acting allocates no memory, and updating none but what
/// oneDNN takes for its own while it multiplies.
public final class SoftActorCritic {
  /// The number of components of an observation.
  public let observationSize: Int
  /// The number of components of an action, each in [-1, 1].
  public let actionSize: Int
  /// The settings.
  public let configuration: SoftActorCriticConfiguration

  let networks: ActorCriticNetworks
  let batch: TransitionBatch
  let draws: SquashedGaussian
  let results: UpdateRows
  let worker: UpdateWorker
  private let policyOptimizer: Adam
  private let q1Optimizer: Adam
  private let q2Optimizer: Adam
  private let valueOptimizer: Adam
  private let actor: Actor
  private var replayStream: RandomStream
  private var noiseStream: RandomStream

  /// A student that has learnt nothing: kernels drawn as Glorot and Bengio say, biases 0.
  ///
  /// - Throws: If a size is not positive or a setting cannot be used.
  public init(
    observationSize: Int, actionSize: Int, configuration: SoftActorCriticConfiguration, seed: UInt64
  ) throws(ConfigurationError) {
    for (name, size) in [("observationSize", observationSize), ("actionSize", actionSize)]
    where !(1...65536).contains(size) {
      throw ConfigurationError("\(name) is \(size); it must be in 1...65536")
    }
    try configuration.validate()
    self.observationSize = observationSize
    self.actionSize = actionSize
    self.configuration = configuration
    var weightStream = RandomStream(seed: seed, purpose: .initialWeights)
    networks = ActorCriticNetworks(
      observationSize: observationSize, actionSize: actionSize, hiddenSizes: configuration.hiddenSizes,
      using: &weightStream)
    batch = TransitionBatch(observationSize: observationSize, actionSize: actionSize, count: configuration.batchSize)
    draws = SquashedGaussian(actionSize: actionSize, rowCount: configuration.batchSize)
    results = UpdateRows(count: configuration.batchSize)
    worker = UpdateWorker(
      rows: 0..<configuration.batchSize, networks: networks, batch: batch, draws: draws, results: results)
    policyOptimizer = Adam(shape: networks.policy.shape)
    q1Optimizer = Adam(shape: networks.q1.shape)
    q2Optimizer = Adam(shape: networks.q2.shape)
    valueOptimizer = Adam(shape: networks.value.shape)
    actor = Actor(policy: networks.policy, noise: RandomStream(seed: seed, purpose: .actionNoise))
    replayStream = RandomStream(seed: seed, purpose: .replaySampling)
    noiseStream = RandomStream(seed: seed, purpose: .updateNoise)
  }

  /// Chooses the action for an observation: drawn from the policy, or the squashed mean if `deterministic`.
  ///
  /// - Precondition: Observation and action have the sizes given at creation.
  public func act(
    observation: UnsafeBufferPointer<Float>, into action: UnsafeMutableBufferPointer<Float>, deterministic: Bool
  ) {
    actor.act(observation: observation, into: action, deterministic: deterministic)
  }

  /// Learns from `batchSize` transitions drawn uniformly with replacement, with one noise draw a transition.
  ///
  /// - Precondition: The buffer holds a transition at least, and its sizes are those given at creation.
  public func update(from replay: ReplayBuffer) {
    precondition(replay.observationSize == observationSize && replay.actionSize == actionSize)
    precondition(replay.count > 0, "there is no transition to learn from")
    batch.draw(from: replay, using: &replayStream)
    noiseStream.fillNormals(draws.noise, count: configuration.batchSize * actionSize)
    computeGradients()
    applyGradients()
  }

  /// The losses of the last update, at the weights before it.
  public var losses: SoftActorCriticLosses {
    func mean(_ term: (Int) -> Double) -> Double { (0..<batch.count).reduce(0) { $0 + term($1) } / Double(batch.count) }
    func error(_ values: FloatBuffer, _ targets: FloatBuffer) -> Double {
      mean { 0.5 * Double(values.pointer[$0] - targets.pointer[$0]) * Double(values.pointer[$0] - targets.pointer[$0]) }
    }
    return SoftActorCriticLosses(
      policy: mean {
        configuration.entropyCoefficient * Double(draws.logProbabilities.pointer[$0])
          - Double(results.proposedQ1.pointer[$0])
      },
      q1: error(results.q1, results.qTargets),
      q2: error(results.q2, results.qTargets),
      value: error(results.values, results.valueTargets))
  }

  /// Computes all values and gradients for what `batch` and `draws.noise` hold, and changes no weight.
  func computeGradients() {
    withSerialFlushingArithmetic {
      worker.computeGradients(
        discount: Float(configuration.discount), entropyCoefficient: Float(configuration.entropyCoefficient))
    }
  }

  /// Moves the networks along the gradients last computed, then the target network with the new value network.
  func applyGradients() {
    withSerialFlushingArithmetic {
      let rate = configuration.learningRate
      policyOptimizer.step(networks.policy, gradient: worker.gradients.policy, learningRate: rate)
      q1Optimizer.step(networks.q1, gradient: worker.gradients.q1, learningRate: rate)
      q2Optimizer.step(networks.q2, gradient: worker.gradients.q2, learningRate: rate)
      valueOptimizer.step(
        networks.value, gradient: worker.gradients.value, learningRate: rate, averagingInto: networks.targetValue,
        polyak: configuration.polyak)
    }
  }

  /// Runs a body with oneDNN kept to the calling thread, and with subnormal numbers taken as 0: the moments of a weight
  /// whose unit has died would otherwise stay subnormal for ever, and each operation on them costs a hundred.
  @inline(never)
  private func withSerialFlushingArithmetic(_ body: () -> Void) {
    omp_set_num_threads(1)
    let former = student_flush_subnormals()
    body()
    student_restore_subnormals(former)
  }
}
