import TeachDRL

/// Writes what happens in a run into its folder.
final class RunRecord {
  private let directory: RunDirectory
  private let tables: EpisodeTables
  private let progress: AppendedFile
  private let episodes: AppendedFile
  private let testEpisodes: AppendedFile
  private let teacherHistory: AppendedFile
  private let log: (any LearnerLog)?
  /// Keeps other processes out of the folder for as long as this lives.
  private let lock: RunLock

  /// Makes the files of a run that starts, in a folder that has none: the configuration, and the tables with their first
  /// lines.
  init(
    _ directory: RunDirectory, lock: RunLock, configuration: ConfigurationFile, tables: EpisodeTables,
    log: (any LearnerLog)?
  ) throws {
    self.directory = directory
    self.tables = tables
    self.lock = lock
    self.log = log
    progress = try directory.makeTable(RunDirectory.progress, header: ProgressTable.header)
    episodes = try directory.makeTable(RunDirectory.episodes, header: tables.trainingHeader)
    testEpisodes = try directory.makeTable(RunDirectory.testEpisodes, header: tables.testHeader)
    teacherHistory = try AppendedFile(path: directory.file(RunDirectory.teacherHistory))
    try log?.start(in: directory)
    // The last of them: a folder that has it is a run's.
    try directory.replace(RunDirectory.configuration, with: configuration.text())
  }

  /// Where the files end of a run that has just been made.
  static func endsAtStart(_ tables: EpisodeTables, log: (any LearnerLog)?) -> RunFileEnds {
    RunFileEnds(
      progress: FileEnd(length: ProgressTable.header.utf8.count),
      episodes: FileEnd(length: tables.trainingHeader.utf8.count),
      testEpisodes: FileEnd(length: tables.testHeader.utf8.count),
      transitions: log.map { type(of: $0).endAtStart })
  }

  /// Opens the files of a run where a checkpoint says that they end. The learner takes in what its log holds.
  init(
    _ directory: RunDirectory, lock: RunLock, at boundary: EpisodeBoundary, tables: EpisodeTables,
    log: (any LearnerLog)?
  ) throws {
    self.directory = directory
    var tables = tables
    tables.hasLearningProgress = try RunTables.hasLearningProgress(directory)
    self.tables = tables
    self.lock = lock
    // Before anything is cut.
    let ends = try directory.requireFiles(boundary.ends)
    // The first of them, because it is read before it is cut.
    self.log = log
    if let log {
      guard let end = ends.transitions else {
        throw RunFileError(
          path: directory.checkpointPath, problem: "does not say how far the transitions go; the run cannot go on")
      }
      try log.resume(in: directory, at: end)
    }
    progress = try AppendedFile(path: directory.file(RunDirectory.progress), keeping: ends.progress)
    episodes = try AppendedFile(path: directory.file(RunDirectory.episodes), keeping: ends.episodes)
    testEpisodes = try AppendedFile(path: directory.file(RunDirectory.testEpisodes), keeping: ends.testEpisodes)
    teacherHistory = try AppendedFile(path: directory.file(RunDirectory.teacherHistory), keeping: ends.teacherHistory)
  }

  /// Where the files end now.
  var ends: RunFileEnds {
    RunFileEnds(
      progress: progress.end, episodes: episodes.end, testEpisodes: testEpisodes.end,
      teacherHistory: teacherHistory.end, transitions: log?.end)
  }

  /// A training episode and what the teacher took from it.
  ///
  /// - Parameter lastObservation: What the episode ended with.
  func append(
    _ episode: EpisodeRecord, number: Int, totalSteps: Int, learningProgress: Double,
    lastObservation: UnsafeBufferPointer<Float>
  ) throws(FileError) {
    try log?.endEpisode(with: lastObservation)
    try episodes.append(
      tables.trainingRow(episode: number, totalSteps: totalSteps, episode, learningProgress: learningProgress))
  }

  /// An epoch: its test episodes, then its line of progress.
  func append(
    epoch: Int, training: [EpisodeRecord], test: [EpisodeRecord], totalSteps: Int, seconds: Double
  ) throws(FileError) {
    try testEpisodes.append(tables.testRows(epoch: epoch, test))
    try progress.append(
      ProgressTable.row(epoch: epoch, training: training, test: test, totalSteps: totalSteps, seconds: seconds))
  }

  /// What is new in the teacher's history.
  func append(teacherHistory lines: String) throws(FileError) { try teacherHistory.append(lines) }

  /// A learner's networks, and a teacher, as they are now.
  func save(networks: [UInt8], _ teacher: Teacher) throws {
    try replaceFile(at: directory.networksPath, with: networks)
    try teacher.save(to: directory.file(RunDirectory.teacher))
  }

  /// What the run can go on from. Everything that it builds on is on the disk first.
  func save(_ checkpoint: Checkpoint) throws(FileError) {
    for table in [progress, episodes, testEpisodes, teacherHistory] { try table.synchronize() }
    try log?.synchronize()
    try replaceFile(at: directory.checkpointPath, with: checkpoint.encoded())
    log?.release()
  }
}
