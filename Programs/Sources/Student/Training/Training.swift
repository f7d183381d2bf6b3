import Glibc
import TeachDRL

/// A training run: a teacher proposes tasks, a student plays and learns, a folder keeps what happened.
///
///     let training = try Training(configuration, directory: directory, overwrite: false)
///     let outcome = try training.run { progress in !interrupted }
///
/// The student's learner says when it wants to learn (see `Learner`). At the end of an episode the teacher gets the outcome
/// and proposes the next task. After every `stepsPerEpoch` steps, whatever the running episodes, the networks are saved;
/// after every `testInterval` of these epochs the test set is played.
///
/// Between two phases of the learner, at most every `checkpointInterval` and when it is asked to stop, the run saves what
/// it can go on from. `Training(resuming:)` goes on there, and what it leaves is the same, bit for bit, as if the run had
/// never stopped; what was played behind that point is played again.
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
  public let masteredReturn: Double

  /// The content of `config.json`, which every checkpoint holds.
  private let configurationText: String
  private let teacher: Teacher
  /// The return above which the teacher is told that an episode was a success; nil if its options say otherwise.
  private let successReturn: Double?
  private var teacherHistory: TeacherHistory
  private let learner: any Learner
  private let player: EpisodePlayer
  private let evaluation: Evaluation
  private let record: RunRecord

  private let checkpointInterval: Double
  private var nextCheckpoint: Double
  /// The wall time of the parts of the run before this one.
  private let secondsBefore: Double
  private var start = 0.0

  private var progress: TrainingProgress
  private var boundary: EpisodeBoundary
  /// The teacher's state at the boundary, if it has heard of an episode since.
  private var teacherAtBoundary: [UInt8]?
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
      threadCount: threadCount, checkpointInterval: checkpointInterval)
  }

  /// The same for parts that are there.
  convenience init(
    _ parts: TrainingParts, directory: RunDirectory, overwrite: Bool, threadCount: Int = 1, checkpointInterval: Double
  ) throws {
    let environments = try parts.makeEnvironments(threadCount: threadCount)
    try parts.learner.log?.reserve()
    let record = try RunRecord(
      directory, lock: try directory.prepare(overwrite: overwrite), configuration: parts.configurationFile,
      tables: parts.tables, log: parts.learner.log)
    try self.init(parts, environments, directory, record, checkpoint: nil, checkpointInterval: checkpointInterval)
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
    let environments = try parts.makeEnvironments(threadCount: threadCount)
    try parts.learner.log?.reserve()
    guard let checkpoint = try Checkpoint(path: directory.checkpointPath) else {
      // A run saves a checkpoint before its first step: where there is more than heads, it was lost.
      guard try !directory.holdsTraining(behind: RunRecord.endsAtStart(parts.tables, log: parts.learner.log)) else {
        throw RunFileError(
          path: directory.checkpointPath,
          problem: "is not there: \(directory.path) has no checkpoint to go on from; what it holds stays as it is")
      }
      try directory.clear(keepingConfiguration: true)
      let record = try RunRecord(
        directory, lock: lock, configuration: parts.configurationFile, tables: parts.tables, log: parts.learner.log)
      try self.init(
        parts, environments, directory, record, checkpoint: nil, checkpointInterval: checkpointInterval,
        restored: restored)
      return
    }
    let running = checkpoint.boundary.running
    guard running.count == environments.count,
      running.allSatisfy({ $0.proposal.task.count == environments.parameters.count }),
      running.allSatisfy({ $0.actions.count.isMultiple(of: environments.actionSize) }),
      checkpoint.restore(parts.learner), let teacher = try checkpoint.teacher(of: parts)
    else {
      throw RunFileError(path: directory.checkpointPath, problem: "does not fit config.json; the run cannot go on")
    }
    parts.teacher = teacher
    // A complete run that was made longer and then killed has a complete checkpoint, and epochs to play.
    if checkpoint.isComplete, try checkpoint.completeEpochs ?? directory.finishedEpochCount() >= configuration.epochs {
      let changed = try checkpoint.completeEnds.map { try directory.changedFiles(since: $0) }
      guard let changed, !changed.isEmpty else {
        restored += try checkpoint.restoreResults(of: parts.learner, in: directory)
        throw RunIsComplete(path: directory.path, restored: restored)
      }
      // What is behind the last boundary between two episodes is played again.
      restored += changed
    }
    let record = try RunRecord(
      directory, lock: lock, at: checkpoint.boundary, tables: parts.tables, log: parts.learner.log)
    if configuration.epochs != formerEpochs {
      let version = try directory.libraryVersion() ?? LibraryVersion.loaded
      try directory.replace(RunDirectory.configuration, with: parts.configurationFile.text(version: version))
    }
    try self.init(
      parts, environments, directory, record, checkpoint: checkpoint, checkpointInterval: checkpointInterval,
      restored: restored)
    try remember()
  }

  private init(
    _ parts: TrainingParts, _ environments: VectorEnvironment, _ directory: RunDirectory, _ record: RunRecord,
    checkpoint: Checkpoint?, checkpointInterval: Double, restored: [String] = []
  ) throws {
    configuration = parts.configurationFile.configuration
    configurationText = try directory.configurationText()
    restoredFiles = restored
    startsAnew = checkpoint == nil
    masteredReturn = parts.environment.masteredReturn
    self.directory = directory
    self.record = record
    self.checkpointInterval = checkpointInterval
    learner = parts.learner
    player = EpisodePlayer(
      environments, seeds: TrainingSeeds(run: parts.configuration.seed), maxEpisodeSteps: configuration.maxEpisodeSteps)
    evaluation = parts.evaluation
    teacher = parts.teacher
    successReturn = parts.successReturn
    teacherHistory = try TeacherHistory(of: teacher)
    progress = TrainingProgress(totalSteps: configuration.totalSteps, randomStepCount: learner.randomStepCount)
    boundary = checkpoint?.boundary ?? EpisodeBoundary()
    secondsBefore = checkpoint?.seconds ?? 0
    nextCheckpoint = checkpoint.map { $0.seconds + checkpointInterval } ?? 0
  }

  /// Runs to the last step, or until `shouldContinue` says no; then saves what there is. An episode that was cut short
  /// leaves no line.
  ///
  /// Throws a `FileError` where the folder cannot be written.
  public func run(while shouldContinue: Continuation) throws -> TrainingOutcome {
    start = secondsNow()
    var isComplete = true
    do {
      if boundary.running.isEmpty {
        let episodes = try (0..<learner.environmentCount).map { try propose(episode: $0) }
        try player.start(episodes)
        try reachBoundary()
      } else {
        try player.start(boundary.running)
      }
      try finishEpochIfDue(shouldContinue)
      while progress.stepCount < progress.totalSteps {
        try pause(.training, shouldContinue)
        try playStep(shouldContinue)
        try finishEpochIfDue(shouldContinue)
      }
    } catch is Interruption {
      isComplete = false
      try record.save(networks: learner.encodedNetworks(), teacher)
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

  /// Plays a step in every environment. Where episodes end, the learner learns from them if it wants to, then the teacher
  /// hears of each and proposes the next.
  private func playStep(_ shouldContinue: Continuation) throws {
    let isPhaseOver = try player.step(learner, stepCount: progress.stepCount)
    progress.stepCount += learner.environmentCount
    while learner.dueUpdateCount > 0 {
      try pause(.updating, shouldContinue)
      learner.update()
    }
    for index in player.ended { try finishEpisode(of: index, isAtBoundary: isPhaseOver) }
    if isPhaseOver { try reachBoundary() }
  }

  /// - Parameter isAtBoundary: Whether a boundary follows right away.
  private func finishEpisode(of index: Int, isAtBoundary: Bool) throws {
    if !isAtBoundary, teacherAtBoundary == nil { teacherAtBoundary = try teacher.state() }
    let episode = player.record(of: index)
    note(episode, totalSteps: progress.stepCount)
    try teacher.update(task: episode.task, outcome(episode, level: player.running[index].proposal.level))
    try record.append(
      episode, number: progress.episodeCount, totalSteps: progress.stepCount,
      learningProgress: try teacher.learningProgress(), lastObservation: player.observation(of: index))
    try record.append(teacherHistory: try teacherHistory.newLines(of: teacher))
    // The episodes that have started are those that have ended and one for each environment.
    let number = progress.episodeCount - 1 + learner.environmentCount
    try player.replaceEpisode(in: index, by: propose(episode: number))
  }

  /// What the teacher proposes for an episode of the run.
  private func propose(episode number: Int) throws -> RunningEpisode {
    RunningEpisode(proposal: try teacher.propose(), number: number)
  }

  /// What is known about an episode that has ended.
  private func outcome(_ episode: EpisodeRecord, level: UInt64?) -> EpisodeOutcome {
    EpisodeOutcome(
      episodeReturn: episode.episodeReturn, success: successReturn.map { episode.episodeReturn > $0 ? 1 : 0 },
      length: episode.length, level: level)
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
    try record.save(networks: learner.encodedNetworks(), teacher)
    let isTested = configuration.isTested(epoch: progress.epochCount + 1)
    let test = try isTested ? evaluation.play(learner.policy) { try pause(.testing(played: $0), shouldContinue) } : []
    progress.epochCount += 1
    progress.activity = .training
    if isTested { progress.lastTest = TestResult(test, masteredReturn: masteredReturn) }
    try record.append(
      epoch: progress.epochCount, training: episodesOfEpoch, test: test, totalSteps: progress.stepCount,
      seconds: seconds)
    episodesOfEpoch.removeAll(keepingCapacity: true)
  }

  // MARK: Checkpoints

  /// Notes where the run is.
  private func reachBoundary() throws {
    learner.reachBoundary()
    teacherAtBoundary = nil
    boundary = EpisodeBoundary(
      stepCount: progress.stepCount, episodeCount: progress.episodeCount, epochCount: progress.epochCount,
      running: player.running, ends: record.ends)
    if seconds >= nextCheckpoint { try saveCheckpoint(isComplete: false) }
  }

  /// Saves the state at the boundary.
  private func saveCheckpoint(isComplete: Bool) throws {
    let checkpoint = Checkpoint(
      boundary, configuration: configurationText, learner: learner,
      teacherState: try teacherAtBoundary ?? teacher.state(), seconds: seconds,
      completeEnds: isComplete ? record.ends : nil,
      lastTeacherState: isComplete && teacherAtBoundary != nil ? try teacher.state() : nil)
    try record.save(checkpoint)
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
