import Glibc
import TeachDRL

/// A training run: a teacher proposes tasks, a Soft Actor-Critic student plays and learns, a folder keeps what happened.
///
///     let training = try Training(configuration, directory: directory, overwrite: false)
///     let outcome = try training.run { progress in !interrupted }
///
/// Each step of an episode is stored for the learner. At the end of an episode of n steps the networks get
/// ceil(n / `stepsPerUpdate`) updates, the teacher gets the outcome and proposes the next task. An episode that the teacher
/// proposes only to see how well the student does is not stored, and no updates follow. After every
/// `stepsPerEpoch` steps, whatever the running episode, the networks are saved; after every `testInterval` of these epochs
/// the test set is played. Actions are random up to step `startSteps`, and then the policy's.
///
/// Between two episodes, at most every `checkpointInterval` and when it is asked to stop, the run saves what it can go on
/// from. `Training(resuming:)` goes on there, and what it leaves is the same, bit for bit, as if the run had never
/// stopped; what was played behind that point is played again.
public final class Training {
  /// Asked before every step and every update whether to go on.
  public typealias Continuation = (TrainingProgress) -> Bool

  /// What the run was made from, with all options of the teacher and of the environment.
  public let configuration: TrainingConfiguration
  /// Where the run is kept.
  public let directory: RunDirectory
  /// Whether there is no checkpoint that the run goes on from.
  public let startsAnew: Bool
  /// The names of files that were missing or not what they were, and that the checkpoint has restored.
  public let restoredFiles: [String]
  /// The return above which a task counts as mastered.
  public var masteredReturn: Double { environment.masteredReturn }

  /// The content of `config.json`, which every checkpoint holds.
  private let configurationText: String
  private let environment: Environment
  private let seeds: TrainingSeeds
  private let teacher: Teacher
  /// The return above which the teacher is told that an episode was a success; nil if its options say otherwise.
  private let successReturn: Double?
  private var teacherHistory: TeacherHistory
  private let student: SoftActorCritic
  private let evaluation: Evaluation
  private let replay: ReplayBuffer
  private let buffers: StepBuffers
  private var randomActions: SplitMix64
  private let record: RunRecord

  private let checkpointInterval: Double
  private var nextCheckpoint: Double
  /// The wall time of the parts of the run before this one.
  private let secondsBefore: Double
  private var start = 0.0

  private var progress: TrainingProgress
  private var boundary: EpisodeBoundary
  /// The learner as it was at the boundary, while updates change the real one.
  private let learnerAtBoundary: LearnerState
  private var isUpdating = false
  /// The steps that the replay buffer got, of all episodes.
  private var learningStepCount: Int
  private var episodeReturn = 0.0
  private var episodeLength = 0
  private var episodesOfEpoch: [EpisodeRecord] = []
  private var recentReturns = MovingMean(of: TrainingProgress.recentEpisodes)
  /// Of the episodes that had random actions only.
  private var randomReturns: (sum: Double, count: Int) = (0, 0)

  /// Makes all that the run needs, then its folder. A configuration that cannot be run leaves no folder behind.
  ///
  /// - Parameters:
  ///   - threadCount: How many threads an update uses; it changes nothing but the time.
  ///   - checkpointInterval: The least number of seconds between two checkpoints.
  ///
  /// Throws a `ConfigurationError`, a `LibraryError`, a `RunDirectoryInUse`, a `RunIsGoingOn` or a `FileError`.
  public convenience init(
    _ configuration: TrainingConfiguration, directory: RunDirectory, overwrite: Bool, threadCount: Int = 1,
    checkpointInterval: Double = 30
  ) throws {
    try self.init(
      try TrainingParts(configuration, threadCount: threadCount), directory: directory, overwrite: overwrite,
      checkpointInterval: checkpointInterval)
  }

  /// The same for parts that are there.
  convenience init(
    _ parts: TrainingParts, directory: RunDirectory, overwrite: Bool, checkpointInterval: Double
  ) throws {
    let replay = try Self.replay(parts)
    let record = try RunRecord(
      directory, lock: try directory.prepare(overwrite: overwrite), configuration: parts.configurationFile,
      tables: parts.tables, replay: replay)
    try self.init(parts, directory, record, replay, checkpoint: nil, checkpointInterval: checkpointInterval)
  }

  /// Opens a run to go on where its last checkpoint was taken, or from its start where it was ended before its first
  /// step.
  ///
  /// - Parameter epochs: How many epochs the run is to have, where they are more than it was started with; a run that
  ///   was complete goes on then. What it leaves is what a run leaves that had so many from its start.
  ///
  /// Throws what the other initialiser throws, a `RunIsComplete`, and a `RunFileError` where the folder holds no run or a
  /// damaged one. The folder is then as it was, but for what was behind the checkpoint.
  public convenience init(
    resuming directory: RunDirectory, epochs: Int? = nil, threadCount: Int = 1, checkpointInterval: Double = 30
  ) throws {
    var restored = try directory.restoreConfiguration()
    var configuration = try TrainingConfiguration(of: directory)
    let formerEpochs = configuration.epochs
    if let epochs { try configuration.extend(to: epochs) }
    let lock = try RunLock(directory)
    try directory.requireFilesOfItsOwn()
    try directory.removeTemporaries()
    var parts = try TrainingParts(configuration, threadCount: threadCount)
    let replay = try Self.replay(parts)
    guard let checkpoint = try Checkpoint(path: directory.checkpointPath) else {
      // A run saves a checkpoint before its first step: where there is more than heads, it was lost.
      guard try !directory.holdsTraining(behind: RunRecord.endsAtStart(parts.tables)) else {
        throw RunFileError(
          path: directory.checkpointPath,
          problem: "is not there: \(directory.path) has no checkpoint to go on from; what it holds stays as it is")
      }
      try directory.clear(keepingConfiguration: true)
      let record = try RunRecord(
        directory, lock: lock, configuration: parts.configurationFile, tables: parts.tables, replay: replay)
      try self.init(
        parts, directory, record, replay, checkpoint: nil, checkpointInterval: checkpointInterval, restored: restored)
      return
    }
    guard checkpoint.boundary.proposal?.task.count == parts.environment.parameters.count,
      checkpoint.restore(parts.student.state), let teacher = try checkpoint.teacher(of: parts)
    else {
      throw RunFileError(path: directory.checkpointPath, problem: "does not fit config.json; the run cannot go on")
    }
    parts.teacher = teacher
    // A complete run that was made longer and then killed has a complete checkpoint, and epochs to play.
    if checkpoint.isComplete, try checkpoint.completeEpochs ?? directory.finishedEpochCount() >= configuration.epochs {
      let changed = try checkpoint.completeEnds.map { try directory.changedFiles(since: $0) }
      guard let changed, !changed.isEmpty else {
        restored += try checkpoint.restoreResults(of: parts.student.state, in: directory)
        throw RunIsComplete(path: directory.path, restored: restored)
      }
      // What is behind the last boundary between two episodes is played again.
      restored += changed
    }
    let record = try RunRecord(
      directory, lock: lock, at: checkpoint.boundary, tables: parts.tables, replay: replay)
    if configuration.epochs != formerEpochs {
      let version = try directory.libraryVersion() ?? LibraryVersion.loaded
      try directory.replace(RunDirectory.configuration, with: parts.configurationFile.text(version: version))
    }
    try self.init(
      parts, directory, record, replay, checkpoint: checkpoint, checkpointInterval: checkpointInterval,
      restored: restored)
    try remember()
  }

  private init(
    _ parts: TrainingParts, _ directory: RunDirectory, _ record: RunRecord, _ replay: ReplayBuffer,
    checkpoint: Checkpoint?, checkpointInterval: Double, restored: [String] = []
  ) throws {
    configuration = parts.configurationFile.configuration
    configurationText = try directory.configurationText()
    restoredFiles = restored
    startsAnew = checkpoint == nil
    self.directory = directory
    self.record = record
    self.replay = replay
    self.checkpointInterval = checkpointInterval
    environment = parts.environment
    seeds = TrainingSeeds(run: parts.configuration.seed)
    student = parts.student
    evaluation = parts.evaluation
    teacher = parts.teacher
    successReturn = parts.successReturn
    teacherHistory = try TeacherHistory(of: teacher)
    buffers = StepBuffers(observationSize: environment.observationSize, actionSize: environment.actionSize)
    learnerAtBoundary = LearnerState(
      observationSize: environment.observationSize, actionSize: environment.actionSize,
      hiddenSizes: configuration.student.hiddenSizes, seed: seeds.student)
    progress = TrainingProgress(totalSteps: configuration.totalSteps, randomStepCount: configuration.randomStepCount)
    boundary = checkpoint?.boundary ?? EpisodeBoundary()
    learningStepCount = boundary.learningStepCount
    secondsBefore = checkpoint?.seconds ?? 0
    nextCheckpoint = checkpoint.map { $0.seconds + checkpointInterval } ?? 0
    randomActions = SplitMix64(state: checkpoint?.boundary.randomActions ?? seeds.randomActions)
    if let checkpoint { student.actionNoisePosition = checkpoint.boundary.actionNoisePosition }
  }

  private static func replay(_ parts: TrainingParts) throws(ConfigurationError) -> ReplayBuffer {
    do {
      return try ReplayBuffer(
        capacity: parts.configuration.replayCapacity, observationSize: parts.environment.observationSize,
        actionSize: parts.environment.actionSize)
    } catch {
      // The sizes are checked already.
      throw ConfigurationError(
        "buf_size is \(parts.configuration.replayCapacity); the system has no address space for that many transitions")
    }
  }

  /// Runs to the last step, or until `shouldContinue` says no; then saves what there is. An episode that was cut short
  /// leaves no line.
  ///
  /// Throws a `FileError` where the folder cannot be written.
  public func run(while shouldContinue: Continuation) throws -> TrainingOutcome {
    start = secondsNow()
    var isComplete = true
    do {
      if boundary.proposal == nil { try reachBoundary() }
      try startEpisode()
      try finishEpochIfDue(shouldContinue)
      while progress.stepCount < progress.totalSteps {
        try pause(.training, shouldContinue)
        if try playStep() { try finishEpisode(shouldContinue) }
        try finishEpochIfDue(shouldContinue)
      }
    } catch is Interruption {
      isComplete = false
      try record.save(isUpdating ? learnerAtBoundary : student.state, teacher)
    }
    try saveCheckpoint(isComplete: isComplete)
    return TrainingOutcome(
      isComplete: isComplete, progress: progress, savedStepCount: isComplete ? progress.stepCount : boundary.stepCount,
      seconds: seconds)
  }

  private var seconds: Double { secondsBefore + secondsNow() - start }

  private func pause(_ activity: TrainingProgress.Activity, _ shouldContinue: Continuation) throws {
    progress.activity = activity
    if !shouldContinue(progress) { throw Interruption() }
  }

  // MARK: Episodes

  /// What is played: the boundary's proposal.
  private var proposal: Proposal { boundary.proposal ?? Proposal([]) }

  /// Plays the boundary's proposal. A level's seed makes its episode the same whenever it is played.
  private func startEpisode() throws {
    episodeReturn = 0
    episodeLength = 0
    try environment.seed(proposal.seed ?? seeds.environment(ofEpisode: boundary.episodeCount))
    try environment.setTask(proposal.task)
    try environment.reset(observation: buffers.observation)
  }

  /// Plays one step, and stores it if the student is to learn from it; true at the episode's end.
  private func playStep() throws -> Bool {
    chooseAction()
    let step = try environment.step(
      action: UnsafeBufferPointer(buffers.action), observation: buffers.nextObservation)
    episodeReturn += step.reward
    episodeLength += 1
    progress.stepCount += 1
    // Even an episode that falls in its last step is stored as one that was cut off.
    let isCutOff = step.truncated || episodeLength == configuration.maxEpisodeSteps
    if boundary.proposal?.isForLearning == true {
      store(reward: Float(step.reward), done: step.terminated && !isCutOff)
    }
    buffers.advance()
    return step.terminated || isCutOff
  }

  /// Stores the step between the buffers' observations.
  private func store(reward: Float, done: Bool) {
    let observation = UnsafeBufferPointer(buffers.observation)
    let action = UnsafeBufferPointer(buffers.action)
    replay.append(
      observation: observation, action: action, reward: reward,
      nextObservation: UnsafeBufferPointer(buffers.nextObservation), done: done)
    record.append(observation: observation, action: action, reward: reward, done: done)
    learningStepCount += 1
  }

  private func chooseAction() {
    if progress.stepCount < configuration.randomStepCount {
      for index in buffers.action.indices { buffers.action[index] = Float.random(in: -1...1, using: &randomActions) }
    } else {
      student.act(observation: UnsafeBufferPointer(buffers.observation), into: buffers.action, deterministic: false)
    }
  }

  private func finishEpisode(_ shouldContinue: Continuation) throws {
    if proposal.isForLearning { try learn(shouldContinue) }
    let episode = EpisodeRecord(task: proposal.task, episodeReturn: episodeReturn, length: episodeLength)
    note(episode, totalSteps: progress.stepCount)
    try teacher.update(task: episode.task, outcome)
    try record.append(
      episode, number: progress.episodeCount, totalSteps: progress.stepCount,
      learningProgress: try teacher.learningProgress(),
      lastObservation: proposal.isForLearning ? UnsafeBufferPointer(buffers.observation) : nil)
    try record.append(teacherHistory: try teacherHistory.newLines(of: teacher))
    try reachBoundary()
    try startEpisode()
  }

  /// The updates that follow an episode.
  private func learn(_ shouldContinue: Continuation) throws {
    learnerAtBoundary.copy(from: student.state)
    isUpdating = true
    for _ in 0..<configuration.updateCount(episodeLength: episodeLength) {
      try pause(.updating, shouldContinue)
      student.update(from: replay)
    }
    isUpdating = false
  }

  /// What is known about the episode that has ended.
  private var outcome: EpisodeOutcome {
    EpisodeOutcome(
      episodeReturn: episodeReturn, success: successReturn.map { episodeReturn > $0 ? 1 : 0 }, length: episodeLength,
      level: proposal.level)
  }

  private func note(_ episode: EpisodeRecord, totalSteps: Int) {
    if totalSteps > progress.epochCount * configuration.stepsPerEpoch { episodesOfEpoch.append(episode) }
    progress.episodeCount += 1
    recentReturns.append(episode.episodeReturn)
    progress.recentReturn = recentReturns.mean
    if totalSteps <= configuration.randomStepCount {
      randomReturns.sum += episode.episodeReturn
      randomReturns.count += 1
      progress.randomReturn = randomReturns.sum / Double(randomReturns.count)
    }
  }

  // MARK: Epochs

  private func finishEpochIfDue(_ shouldContinue: Continuation) throws {
    guard progress.epochCount < progress.stepCount / configuration.stepsPerEpoch else { return }
    try record.save(student.state, teacher)
    let isTested = configuration.isTested(epoch: progress.epochCount + 1)
    let test = try isTested ? evaluation.play(student) { try pause(.testing(played: $0), shouldContinue) } : []
    progress.epochCount += 1
    progress.activity = .training
    if isTested { progress.lastTest = TestResult(test, masteredReturn: masteredReturn) }
    try record.append(
      epoch: progress.epochCount, training: episodesOfEpoch, test: test, totalSteps: progress.stepCount,
      seconds: seconds)
    episodesOfEpoch.removeAll(keepingCapacity: true)
  }

  // MARK: Checkpoints

  /// Chooses the next task, and notes where the run is.
  private func reachBoundary() throws {
    boundary = EpisodeBoundary(
      stepCount: progress.stepCount, learningStepCount: learningStepCount, episodeCount: progress.episodeCount,
      epochCount: progress.epochCount, proposal: try teacher.propose(), randomActions: randomActions.state,
      actionNoisePosition: student.actionNoisePosition, ends: record.ends)
    if seconds >= nextCheckpoint { try saveCheckpoint(isComplete: false) }
  }

  /// Saves the state at the boundary.
  private func saveCheckpoint(isComplete: Bool) throws {
    let checkpoint = Checkpoint(
      boundary, configuration: configurationText, learner: isUpdating ? learnerAtBoundary : student.state,
      teacherState: try teacher.state(), seconds: seconds, completeEnds: isComplete ? record.ends : nil)
    try record.save(checkpoint, replayCapacity: configuration.replayCapacity)
    nextCheckpoint = seconds + checkpointInterval
  }

  /// Rebuilds from the tables what the run knew at its checkpoint.
  private func remember() throws {
    let tables = try RunTables(directory)
    progress.epochCount = boundary.epochCount
    for row in tables.episodes { note(row.episode, totalSteps: row.totalSteps) }
    guard progress.episodeCount == boundary.episodeCount else {
      throw RunFileError(
        path: directory.file(RunDirectory.episodes),
        problem: "does not have a line for each episode; \(RunFileError.remedy)")
    }
    progress.stepCount = boundary.stepCount
    let testedEpoch = boundary.epochCount - boundary.epochCount % configuration.testInterval
    if testedEpoch > 0 {
      let test = tables.tests.filter { $0.epoch == testedEpoch }.map(\.episode)
      progress.lastTest = TestResult(test, masteredReturn: masteredReturn)
    }
  }
}

/// There is nothing left to do in a run.
public struct RunIsComplete: Error, Equatable, CustomStringConvertible {
  /// The folder.
  public let path: String
  /// The names of files that were missing or not what they were, and that the checkpoint has restored.
  public var restored: [String] = []

  /// One sentence for people.
  public var description: String { "the run in \(path) is complete" }
}

/// Leaves the loops of a run that is asked to stop.
private struct Interruption: Error {}

private func secondsNow() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
