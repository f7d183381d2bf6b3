import Glibc

/// A training run: a teacher proposes tasks, a Soft Actor-Critic student plays and learns, a folder keeps what happened.
///
///     let training = try Training(configuration, directory: directory, overwrite: false)
///     let outcome = try training.run { progress in !interrupted }
///
/// Each step of an episode is stored for the learner. At the end of an episode of n steps the networks get
/// ceil(n / `stepsPerUpdate`) updates, the teacher gets the return and proposes the next task. After every
/// `stepsPerEpoch` steps, whatever the running episode, the networks are saved and the test set is played.
public final class Training {
  /// Asked before every step and every update whether to go on.
  public typealias Continuation = (TrainingProgress) -> Bool

  /// What the run was made from.
  public let configuration: TrainingConfiguration
  /// Where the run is kept.
  public let directory: RunDirectory
  /// The return above which a task counts as mastered.
  public var masteredReturn: Double { environment.masteredReturn }

  private let environment: Environment
  private let teacher: Teacher
  private let student: SoftActorCritic
  private let evaluation: Evaluation
  private let replay: ReplayBuffer
  private let buffers: StepBuffers
  private var randomActions: SplitMix64
  private let record: RunRecord

  private var progress: TrainingProgress
  private var task: [Double] = []
  private var episodeReturn = 0.0
  private var episodeLength = 0
  private var episodesOfEpoch: [EpisodeRecord] = []
  private var recentReturns = MovingMean(of: TrainingProgress.recentEpisodes)
  private var randomReturns = MovingMean(of: TrainingConfiguration.randomStepCount)

  /// Makes all that the run needs, then its folder. A configuration that cannot be run leaves no folder behind.
  ///
  /// Throws a `ConfigurationError`, a `LibraryError` or a `RunDirectoryError`.
  public init(_ configuration: TrainingConfiguration, directory: RunDirectory, overwrite: Bool) throws {
    let parts = try TrainingParts(configuration)
    self.configuration = configuration
    self.directory = directory
    environment = parts.environment
    teacher = parts.teacher
    student = parts.student
    evaluation = parts.evaluation
    replay = ReplayBuffer(
      capacity: configuration.replayCapacity, observationSize: environment.observationSize,
      actionSize: environment.actionSize)
    buffers = StepBuffers(observationSize: environment.observationSize, actionSize: environment.actionSize)
    randomActions = SplitMix64(state: TrainingSeeds(run: configuration.seed).randomActions)
    progress = TrainingProgress(totalSteps: configuration.totalSteps)
    record = try RunRecord(
      directory, overwrite: overwrite, configuration: parts.configurationFile,
      tables: EpisodeTables(
        parameters: environment.parameters.map(\.name), masteredReturn: environment.masteredReturn))
  }

  /// Runs to the last step, or until `shouldContinue` says no; then saves the networks. An episode or a test that was
  /// cut short leaves no line.
  ///
  /// Throws where the folder cannot be written.
  public func run(while shouldContinue: Continuation) throws -> TrainingOutcome {
    let start = secondsNow()
    var isComplete = true
    do {
      try startEpisode()
      while progress.stepCount < progress.totalSteps {
        try pause(.training, shouldContinue)
        if try playStep() { try finishEpisode(shouldContinue) }
        if progress.stepCount % configuration.stepsPerEpoch == 0 {
          try finishEpoch(startedAt: start, shouldContinue)
        }
      }
    } catch is Interruption {
      isComplete = false
      try record.save(student)
    }
    return TrainingOutcome(isComplete: isComplete, progress: progress, seconds: secondsNow() - start)
  }

  private func pause(_ activity: TrainingProgress.Activity, _ shouldContinue: Continuation) throws {
    progress.activity = activity
    if !shouldContinue(progress) { throw Interruption() }
  }

  private func startEpisode() throws {
    task = try teacher.sampleTask()
    episodeReturn = 0
    episodeLength = 0
    try environment.setTask(task)
    try environment.reset(observation: buffers.observation)
  }

  /// Plays and stores one step; true at the episode's end.
  private func playStep() throws -> Bool {
    chooseAction()
    let step = try environment.step(
      action: UnsafeBufferPointer(buffers.action), observation: buffers.nextObservation)
    episodeReturn += step.reward
    episodeLength += 1
    progress.stepCount += 1
    // Even an episode that falls in its last step is stored as one that was cut off.
    let isCutOff = step.truncated || episodeLength == configuration.maxEpisodeSteps
    replay.append(
      observation: UnsafeBufferPointer(buffers.observation), action: UnsafeBufferPointer(buffers.action),
      reward: Float(step.reward), nextObservation: UnsafeBufferPointer(buffers.nextObservation),
      done: step.terminated && !isCutOff)
    buffers.advance()
    return step.terminated || isCutOff
  }

  private func chooseAction() {
    if progress.stepCount < TrainingConfiguration.randomStepCount {
      for index in buffers.action.indices { buffers.action[index] = Float.random(in: -1...1, using: &randomActions) }
    } else {
      student.act(observation: UnsafeBufferPointer(buffers.observation), into: buffers.action, deterministic: false)
    }
  }

  private func finishEpisode(_ shouldContinue: Continuation) throws {
    let episode = EpisodeRecord(task: task, episodeReturn: episodeReturn, length: episodeLength)
    episodesOfEpoch.append(episode)
    progress.episodeCount += 1
    try record.append(episode, number: progress.episodeCount, totalSteps: progress.stepCount)
    recentReturns.append(episodeReturn)
    progress.recentReturn = recentReturns.mean
    if progress.stepCount <= TrainingConfiguration.randomStepCount {
      randomReturns.append(episodeReturn)
      progress.randomReturn = randomReturns.mean
    }
    for _ in 0..<configuration.updateCount(episodeLength: episodeLength) {
      try pause(.updating, shouldContinue)
      student.update(from: replay)
    }
    try teacher.update(task: task, episodeReturn: episodeReturn)
    try startEpisode()
  }

  private func finishEpoch(startedAt start: Double, _ shouldContinue: Continuation) throws {
    try record.save(student)
    let test = try evaluation.play(student) { try pause(.testing(played: $0), shouldContinue) }
    progress.epochCount += 1
    progress.lastTest = TestResult(test, masteredReturn: masteredReturn)
    try record.append(
      epoch: progress.epochCount, training: episodesOfEpoch, test: test, totalSteps: progress.stepCount,
      seconds: secondsNow() - start)
    episodesOfEpoch.removeAll(keepingCapacity: true)
  }
}

/// Leaves the loops of a run that is asked to stop.
private struct Interruption: Error {}

private func secondsNow() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
