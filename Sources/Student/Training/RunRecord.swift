/// Writes what happens in a run into its folder.
final class RunRecord {
  private let directory: RunDirectory
  private let tables: EpisodeTables
  private let progress: AppendedFile
  private let episodes: AppendedFile
  private let testEpisodes: AppendedFile

  /// Makes the folder, the configuration and the tables, each with its first line.
  init(
    _ directory: RunDirectory, overwrite: Bool, configuration: ConfigurationFile, tables: EpisodeTables
  ) throws {
    self.directory = directory
    self.tables = tables
    try directory.prepare(overwrite: overwrite)
    try directory.replace(RunDirectory.configuration, with: configuration.text)
    progress = try directory.makeTable(RunDirectory.progress, header: ProgressTable.header)
    episodes = try directory.makeTable(RunDirectory.episodes, header: tables.trainingHeader)
    testEpisodes = try directory.makeTable(RunDirectory.testEpisodes, header: tables.testHeader)
  }

  /// A training episode.
  func append(_ episode: EpisodeRecord, number: Int, totalSteps: Int) throws(RunDirectoryError) {
    try episodes.append(tables.trainingRow(episode: number, totalSteps: totalSteps, episode))
  }

  /// An epoch: its test episodes, then its line of progress.
  func append(
    epoch: Int, training: [EpisodeRecord], test: [EpisodeRecord], totalSteps: Int, seconds: Double
  ) throws(RunDirectoryError) {
    try testEpisodes.append(tables.testRows(epoch: epoch, test))
    try progress.append(
      ProgressTable.row(epoch: epoch, training: training, test: test, totalSteps: totalSteps, seconds: seconds))
  }

  /// The networks as they are now.
  func save(_ student: SoftActorCritic) throws {
    try directory.replace(RunDirectory.networks) { path in try student.saveNetworks(to: path) }
  }
}
