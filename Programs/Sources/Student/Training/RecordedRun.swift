import Glibc
import TeachDRL

/// A training run as its folder tells it, to be looked at; the run may still be going on.
public struct RecordedRun: Sendable {
  /// A line of the table of training episodes.
  public struct TrainingEpisode: Sendable {
    /// The environment steps of the run at its end.
    public let totalSteps: Int
    /// What was played.
    public let record: EpisodeRecord
    /// What the teacher took from it, in the unit of the rewards that it sees; NaN if the teacher computes none, or the
    /// run is of a version that did not write it.
    public let learningProgress: Double
  }

  /// A line of the table of test episodes.
  public struct TestEpisode: Sendable {
    /// The epoch at whose end it was played, counting from 1.
    public let epoch: Int
    /// What was played.
    public let record: EpisodeRecord
  }

  /// What the teacher drew tasks from since an episode.
  public struct TeacherEntry: Sendable {
    /// The number of episodes that the teacher knew.
    public let episode: Int
    /// The mixture, where the teacher has such.
    public let mixture: Teacher.Mixture?
    /// The regions, where the teacher has such.
    public let regions: [Teacher.Region]
  }

  /// The folder.
  public let directory: RunDirectory
  /// What the run was started with.
  public let configuration: TrainingConfiguration
  /// The text of its `config.json`.
  public let configurationText: String
  /// The task space.
  public let parameters: [TaskParameter]
  /// The range of returns from which teachers rescale.
  public let returnRange: ClosedRange<Double>
  /// The return above which a task counts as mastered.
  public let masteredReturn: Double
  /// The training episodes, in their order.
  public let episodes: [TrainingEpisode]
  /// The test episodes, in their order.
  public let tests: [TestEpisode]
  /// What the teacher went through, in its order; empty for a run of a version that did not write it.
  public let teacherHistory: [TeacherEntry]

  /// Reads a run's folder.
  ///
  /// Throws a `FileError`, a `RunFileError` where a file is not what it should be, or a `LibraryError`.
  public init(_ directory: RunDirectory) throws {
    self.directory = directory
    configuration = try TrainingConfiguration(of: directory)
    let bytes = try contents(ofFile: directory.file(RunDirectory.configuration)) ?? []
    configurationText = String(decoding: bytes, as: UTF8.self)
    let environment = try Environment(
      configuration.environment, options: configuration.environmentOptions, seed: configuration.seed)
    parameters = environment.parameters
    returnRange = environment.returnRange
    masteredReturn = environment.masteredReturn
    let tables = try RunTables(directory)
    episodes = tables.episodes.map {
      TrainingEpisode(totalSteps: $0.totalSteps, record: $0.episode, learningProgress: $0.learningProgress)
    }
    tests = tables.tests.map { TestEpisode(epoch: $0.epoch, record: $0.episode) }
    teacherHistory = try Self.history(directory, dimension: environment.parameters.count)
    let dimension = parameters.count
    guard (episodes.map(\.record) + tests.map(\.record)).allSatisfy({ $0.task.count == dimension }) else {
      throw RunFileError(path: directory.path, problem: "has tables of other tasks than its config.json says")
    }
  }

  /// The numbers of the epochs that have a test, in ascending order.
  public var testedEpochs: [Int] { Set(tests.map(\.epoch)).sorted() }

  /// The test episodes of an epoch.
  public func tests(ofEpoch epoch: Int) -> [EpisodeRecord] { tests.filter { $0.epoch == epoch }.map(\.record) }

  /// The last entry that the teacher made up to an episode.
  public func teacher(atEpisode episode: Int) -> TeacherEntry? { teacherHistory.last { $0.episode <= episode } }

  private static func history(_ directory: RunDirectory, dimension: Int) throws -> [TeacherEntry] {
    let path = directory.file(RunDirectory.teacherHistory)
    let bytes = try contents(ofFile: path) ?? []
    // What is behind the last line's end is not a whole line.
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
    return try lines.enumerated().map { index, line in
      guard let value = JSONValue(line), let entry = TeacherEntry(value, dimension: dimension) else {
        throw RunFileError(path: path, problem: "is damaged in line \(index + 1)")
      }
      return entry
    }
  }
}

extension RecordedRun.TeacherEntry {
  fileprivate init?(_ line: JSONValue, dimension: Int) {
    guard let episode = line["episode"]?.integer else { return nil }
    var mixture: Teacher.Mixture?
    if let value = line["mixture"] {
      guard let read = Teacher.Mixture(value, dimension: dimension) else { return nil }
      mixture = read
    }
    let regions = (line["regions"]?.elements ?? []).map { Teacher.Region($0, dimension: dimension) }
    guard regions.allSatisfy({ $0 != nil }) else { return nil }
    self.init(episode: episode, mixture: mixture, regions: regions.compactMap { $0 })
  }
}

extension Teacher.Mixture {
  fileprivate init?(_ value: JSONValue, dimension: Int) {
    guard let weights = value["weights"]?.numbers, let samplingWeights = value["sampling_weights"]?.numbers,
      let means = value["means"]?.elements?.map(\.numbers),
      let covariances = value["covariances"]?.elements?.map(\.numbers),
      weights.count == means.count, weights.count == covariances.count, weights.count == samplingWeights.count,
      zip(means, covariances).allSatisfy({ mean, covariance in
        guard let mean, let covariance else { return false }
        return mean.count >= dimension && covariance.count == mean.count * mean.count
      })
    else { return nil }
    self.init(
      weights: weights, means: means.compactMap { $0 }, covariances: covariances.compactMap { $0 },
      samplingWeights: samplingWeights)
  }
}

extension Teacher.Region {
  fileprivate init?(_ value: JSONValue, dimension: Int) {
    guard let low = value["low"]?.numbers, let high = value["high"]?.numbers, let progress = value["progress"]?.double,
      case .boolean(let isLeaf) = value["is_leaf"], low.count == dimension, high.count == dimension
    else { return nil }
    self.init(low: low, high: high, progress: progress, isLeaf: isLeaf)
  }
}

extension RecordedRun {
  /// Whether the run has saved what it learnt.
  public var hasNetworks: Bool { access(directory.networksPath, R_OK) == 0 }
}
