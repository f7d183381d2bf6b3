import TeachDRL

/// How much memory a run takes at most, in bytes.
public struct MemoryNeed: Sendable, Equatable {
  /// The networks, and what learns them: gradients, moments, a batch's activations, a copy for checkpoints.
  public let networks: Int
  /// The replay buffer once it is full, or once the run ends.
  public let replay: Int
  /// Both.
  public var total: Int { networks + replay }

  /// The need of a run whose environment has these sizes.
  init(_ configuration: TrainingConfiguration, observationSize: Int, actionSize: Int) {
    let hidden = configuration.student.hiddenSizes
    func count(_ inputs: Int, _ output: NetworkShape.Output) -> Int {
      NetworkShape(inputSize: inputs, hiddenSizes: hidden, output: output).parameterCount
    }
    let policy = count(observationSize, .gaussian(actionSize: actionSize))
    let (q, value) = (count(observationSize + actionSize, .value), count(observationSize, .value))
    // The target network has neither a gradient nor moments.
    let (learnt, target) = (policy + 2 * q + value, value)
    let state = 3 * learnt + target
    // The learner, its copy at the last boundary, the gradients, and two copies while a checkpoint is written.
    let parameters = 4 * state + learnt
    // The policy's hidden layers for all rows of a batch; what threads work on block by block is small beside them.
    let activations = 2 * configuration.student.batchSize * hidden.reduce(0, +)
    networks = (parameters + activations) * MemoryLayout<Float>.size
    replay = ReplayBuffer.byteCount(
      transitions: min(configuration.replayCapacity, configuration.totalSteps), observationSize: observationSize,
      actionSize: actionSize)
  }
}

extension TrainingConfiguration {
  /// How much memory the run takes at most.
  ///
  /// - Throws: A `ConfigurationError` or a `LibraryError` if there can be no such run.
  public func memoryNeed() throws -> MemoryNeed {
    try validate()
    let environment = try Environment(environment, options: environmentOptions, seed: seed)
    return MemoryNeed(self, observationSize: environment.observationSize, actionSize: environment.actionSize)
  }
}
