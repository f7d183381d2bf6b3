/// Soft Actor-Critic in its early form, with a value function, on the CPU.
///
///     let student = try SoftActorCritic(observationSize: 24, actionSize: 4, configuration: .init(), seed: 42)
///     student.act(observation: observation, into: action, deterministic: false)
///     replay.append(observation: observation, action: action, reward: 1, nextObservation: next, done: false)
///     student.update(from: replay)
///
/// Haarnoja, Zhou, Abbeel and Levine, "Soft actor-critic: off-policy maximum entropy deep reinforcement learning with a
/// stochastic actor" (2018), as OpenAI's Spinning Up implements it. The same seed and the same calls give the same bits,
/// whatever the number of threads. An object is for one thread at a time; updates use others of its own. Acting allocates
/// no memory, and updating none but what oneDNN takes for its own while it multiplies.
public final class SoftActorCritic {
  /// The number of components of an observation.
  public let observationSize: Int
  /// The number of components of an action, each in [-1, 1].
  public let actionSize: Int
  /// The settings.
  public let configuration: SoftActorCriticConfiguration

  let state: SoftActorCriticState
  let graph: UpdateGraph
  private let crew: TaskCrew
  let actor: Actor

  var networks: ActorCriticNetworks { state.networks }
  var batch: TransitionBatch { graph.batch }
  var draws: SquashedGaussian { graph.draws }
  var results: UpdateRows { graph.results }

  /// A student that has learnt nothing: kernels drawn as Glorot and Bengio say, biases 0.
  ///
  /// - Parameter threadCount: How many threads an update uses, the caller's included; more than 4 are not used.
  /// - Throws: If a size is not positive or a setting cannot be used.
  public init(
    observationSize: Int, actionSize: Int, configuration: SoftActorCriticConfiguration, seed: UInt64,
    threadCount: Int = 1
  ) throws(ConfigurationError) {
    for (name, size) in [("observationSize", observationSize), ("actionSize", actionSize)]
    where !(1...65536).contains(size) {
      throw ConfigurationError("\(name) is \(size); it must be in 1...65536")
    }
    try configuration.validate()
    self.observationSize = observationSize
    self.actionSize = actionSize
    self.configuration = configuration
    let threadCount = min(max(threadCount, 1), UpdateGraph.greatestThreadCount)
    let state = SoftActorCriticState(
      observationSize: observationSize, actionSize: actionSize, hiddenSizes: configuration.hiddenSizes, seed: seed)
    let graph = UpdateGraph(
      state, observationSize: observationSize, actionSize: actionSize, configuration: configuration,
      threadCount: threadCount)
    self.state = state
    self.graph = graph
    crew = TaskCrew(
      threadCount: threadCount, prerequisites: UpdateTask.allCases.map { UpdateTask.bits($0.prerequisites) }
    ) { task, thread in
      if let task = UpdateTask(rawValue: task) { graph.perform(task, onThread: thread) }
    }
    actor = Actor(policy: state.networks.policy, noise: RandomStream(seed: seed, purpose: .actionNoise))
  }

  /// Where the stream is that the noise of drawn actions comes from.
  var actionNoisePosition: UInt64 {
    get { actor.noise.position }
    set { actor.noise = actor.noise.moved(to: newValue) }
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
    batch.draw(from: replay, using: &state.replayStream)
    state.noiseStream.fillNormals(draws.noise, count: configuration.batchSize * actionSize)
    crew.run(tasks: UpdateTask.bits(UpdateTask.allCases))
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
  func computeGradients() { crew.run(tasks: UpdateTask.bits(UpdateTask.differentiating)) }

  /// Moves the networks along the gradients last computed, then the target network with the new value network.
  func applyGradients() { crew.run(tasks: UpdateTask.bits(UpdateTask.moving)) }
}
