import TeachDRL

/// Plays the first tasks of an environment's fixed test set with the deterministic policy.
///
/// It has an environment of its own, started anew from the same seed for each test: every test of a run is the same
/// tracks with the same pushes, and playing it changes nothing else in the run.
final class Evaluation {
  let environment: Environment
  let tasks: [[Double]]
  let seed: UInt64
  private let maxEpisodeSteps: Int
  private let buffers: StepBuffers

  /// `environment` must accept the tasks.
  init(environment: Environment, tasks: [[Double]], seed: UInt64, maxEpisodeSteps: Int) {
    self.environment = environment
    self.tasks = tasks
    self.seed = seed
    self.maxEpisodeSteps = maxEpisodeSteps
    buffers = StepBuffers(observationSize: environment.observationSize, actionSize: environment.actionSize)
  }

  /// Plays the tasks. Before each step `pause` is called with the number of episodes played; it may throw to stop.
  func play(_ policy: any ActionPolicy, pause: (Int) throws -> Void) throws -> [EpisodeRecord] {
    try environment.seed(seed)
    var records: [EpisodeRecord] = []
    for task in tasks {
      records.append(try playEpisode(task, policy) { try pause(records.count) })
    }
    return records
  }

  private func playEpisode(
    _ task: [Double], _ policy: any ActionPolicy, pause: () throws -> Void
  ) throws -> EpisodeRecord {
    try environment.setTask(task)
    try environment.reset(observation: buffers.observation)
    var episodeReturn = 0.0
    for length in 1...maxEpisodeSteps {
      try pause()
      policy.act(
        observation: UnsafeBufferPointer(buffers.observation), into: buffers.action, deterministic: true)
      let step = try environment.step(
        action: UnsafeBufferPointer(buffers.action), observation: buffers.nextObservation)
      episodeReturn += step.reward
      buffers.advance()
      if step.terminated || step.truncated {
        return EpisodeRecord(task: task, episodeReturn: episodeReturn, length: length)
      }
    }
    return EpisodeRecord(task: task, episodeReturn: episodeReturn, length: maxEpisodeSteps)
  }
}
