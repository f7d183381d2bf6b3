extension SoftActorCriticConfiguration {
  /// How much memory a run of so many steps takes at most.
  func memoryNeed(observationSize: Int, actionSize: Int, totalSteps: Int) -> MemoryNeed {
    func count(_ inputs: Int, _ output: NetworkShape.Output) -> Int {
      NetworkShape(inputSize: inputs, hiddenSizes: hiddenSizes, output: output).parameterCount
    }
    let policy = count(observationSize, .gaussian(actionSize: actionSize))
    let (q, value) = (count(observationSize + actionSize, .value), count(observationSize, .value))
    // The target network has neither a gradient nor moments.
    let (learnt, target) = (policy + 2 * q + value, value)
    let state = 3 * learnt + target
    // The learner, its copy at the last boundary, the gradients, and two copies while a checkpoint is written.
    let parameters = 4 * state + learnt
    // The policy's hidden layers for all rows of a batch; what threads work on block by block is small beside them.
    let activations = 2 * batchSize * hiddenSizes.reduce(0, +)
    return MemoryNeed(
      networks: (parameters + activations) * MemoryLayout<Float>.size,
      replay: ReplayBuffer.byteCount(
        transitions: min(replayCapacity, totalSteps), observationSize: observationSize, actionSize: actionSize))
  }
}
