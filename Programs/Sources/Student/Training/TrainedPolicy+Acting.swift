import TeachDRL

extension TrainedPolicy {
  /// The environment that the test set is played in.
  public var environment: Environment { evaluation.environment }

  /// The tasks of the test set.
  public var testTasks: [[Double]] { evaluation.tasks }

  /// From now on `act` draws actions from the policy as in training, with noise that the seed fixes.
  public func explore(seed: UInt64) {
    policy.startNoise(seed: seed)
    isExploring = true
  }

  /// Chooses the action for an observation: the policy's mean, or, after `explore`, one drawn from it. The buffers have
  /// the environment's sizes.
  public func act(
    observation: UnsafeBufferPointer<Float>, into action: UnsafeMutableBufferPointer<Float>
  ) {
    policy.act(observation: observation, into: action, deterministic: !isExploring)
  }

  /// Starts the episode of a test task, from 0 on, as a test of the whole set plays it: with the same track and push.
  public func startTest(_ index: Int, observation: UnsafeMutableBufferPointer<Float>) throws(LibraryError) {
    try environment.seed(evaluation.seed)
    // Each reset takes the next episode's seed, whatever is played.
    for _ in 0..<index { try environment.reset(observation: observation) }
    try environment.setTask(testTasks[index])
    try environment.reset(observation: observation)
  }
}
