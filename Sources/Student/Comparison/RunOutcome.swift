/// What a run has reached: the last test of its tables, for comparisons between teachers.
public struct RunOutcome: Sendable, Equatable {
  /// The run's folder.
  public let path: String
  /// The teacher's name.
  public let teacher: String
  /// Which environment and walker the run is about: runs of different ones are not compared.
  public let setting: String
  /// The run's seed.
  public let seed: UInt64
  /// The epoch of the test.
  public let epoch: Int
  /// The epoch's test episodes.
  public let test: TestResult
  /// The share of mastered test tasks, in percent.
  public var masteredShare: Double { 100 * Double(test.masteredCount) / Double(test.taskCount) }

  /// Reads a run's tables, up to an epoch or, without one, to the last.
  ///
  /// Throws a `RunFileError` where there is no run, or it has not been tested at that epoch, or a `FileError`.
  public init(of directory: RunDirectory, epoch: Int? = nil) throws {
    let configuration = try TrainingConfiguration(of: directory)
    let tests = try RunTables(directory).tests
    // Epochs whose tests are all there.
    let complete = tests.count / max(configuration.testEpisodeCount, 1)
    let epoch = epoch ?? complete
    guard configuration.testEpisodeCount > 0, epoch >= 1, epoch <= complete else {
      throw RunFileError(
        path: directory.file(RunDirectory.testEpisodes),
        problem: epoch < 1 || configuration.testEpisodeCount == 0
          ? "has no test yet" : "has \(complete) tests, none of epoch \(epoch)")
    }
    path = directory.path
    teacher = configuration.teacher
    seed = configuration.seed
    setting = ([configuration.environment] + configuration.environmentOptions.map { "\($0.name)=\($0.value)" })
      .joined(separator: " ")
    self.epoch = epoch
    let environment = try Environment(
      configuration.environment, options: configuration.environmentOptions, seed: configuration.seed)
    test = TestResult(
      tests.filter { $0.epoch == epoch }.map(\.episode), masteredReturn: environment.masteredReturn)
  }
}
