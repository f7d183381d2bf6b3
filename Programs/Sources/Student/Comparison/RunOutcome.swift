import TeachDRL

/// What a run has reached: the last test of its tables, for comparisons between teachers.
public struct RunOutcome: Sendable, Equatable {
  /// The run's folder.
  public let path: String
  /// The teacher's name.
  public let teacher: String
  /// The teacher's options.
  public let teacherOptions: [OptionSetting]
  /// The environment, the walker and the tracks. Runs that differ in them are compared all the same, and the comparison
  /// says that they differ.
  public let environmentOptions: [OptionSetting]
  /// The student's networks and rates; the same is done about them.
  public let studentOptions: [OptionSetting]
  /// The tasks of the run's tests; nil if they are the environment's fixed test set.
  public let testSet: [[Double]]?
  /// Whether teacher and student have had any effect by the end of the epoch.
  public let standing: RunStanding
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
  /// - Throws: A `MissingTest` if the run has not been tested at that epoch, a `RunFileError` if there is no run, or a
  ///   `FileError`.
  public init(of directory: RunDirectory, epoch: Int? = nil) throws {
    let configuration = try TrainingConfiguration(of: directory)
    let tests = try RunTables(directory).tests
    let tested = Self.testedEpochs(tests, taskCount: configuration.testEpisodeCount)
    guard let epoch = epoch ?? tested.last, tested.contains(epoch) else {
      throw MissingTest(path: directory.path, epoch: epoch, lastTested: tested.last)
    }
    path = directory.path
    teacher = configuration.teacher
    seed = configuration.seed
    teacherOptions = configuration.teacherOptions
    environmentOptions =
      [OptionSetting("environment", configuration.environment)] + configuration.environmentOptions
    studentOptions = configuration.studentSettings
    testSet = configuration.testSet
    standing = try RunStanding(of: directory, steps: epoch * configuration.stepsPerEpoch)
    self.epoch = epoch
    let environment = try Environment(
      configuration.environment, options: configuration.environmentOptions, seed: configuration.seed)
    test = TestResult(
      tests.filter { $0.epoch == epoch }.map(\.episode), masteredReturn: environment.masteredReturn)
  }

  /// The epochs of a run whose tests are all there, in ascending order.
  public static func testedEpochs(of directory: RunDirectory) throws -> [Int] {
    testedEpochs(
      try RunTables(directory).tests, taskCount: try TrainingConfiguration(of: directory).testEpisodeCount)
  }

  private static func testedEpochs(_ tests: [RunTables.TestRow], taskCount: Int) -> [Int] {
    Dictionary(grouping: tests, by: \.epoch).filter { (1...1_000_000).contains($0.key) && $0.value.count == taskCount }
      .keys.sorted()
  }
}

/// A run has not been tested, or not at the epoch that was asked for.
public struct MissingTest: Error, Equatable, CustomStringConvertible {
  /// The run's folder.
  public let path: String
  let epoch: Int?
  let lastTested: Int?

  /// One sentence for people.
  public var description: String {
    guard let epoch, let lastTested else { return "the run in \(path) has no test yet" }
    return "the run in \(path) has no test after epoch \(epoch); its last is after epoch \(lastTested)"
  }
}

extension TrainingConfiguration {
  /// What the student learns with, under the names of `config.json`.
  fileprivate var studentSettings: [OptionSetting] {
    let members = student.members
    let own = (members.settings + members.memory + members.pace).compactMap { member in
      member.text(self).map { OptionSetting(member.name, $0.short) }
    }
    return [OptionSetting("student", student.name)] + own + [OptionSetting("steps_per_ep", "\(stepsPerEpoch)")]
  }
}

extension JSONText {
  /// A number or a list of numbers in a few characters.
  fileprivate var short: String {
    if case .array(let elements) = self { return elements.map(\.short).joined(separator: ",") }
    return text()
  }
}
