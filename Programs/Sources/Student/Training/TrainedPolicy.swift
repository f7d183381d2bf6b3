import TeachDRL

/// The policy that a run has learnt, played without exploration on the run's test set.
public final class TrainedPolicy {
  /// The run's configuration.
  public let configuration: TrainingConfiguration
  /// The task space of the run's environment.
  public let parameters: [TaskParameter]
  /// The return above which a task counts as mastered.
  public let masteredReturn: Double
  /// The environment's options that the walker was trained with: its build, and how it feels and sees the ground.
  public let walkerOptions: [OptionSetting]
  let policy: any ActionPolicy
  let evaluation: Evaluation
  /// Whether `act` draws from the policy.
  var isExploring = false

  /// Which tasks of a run's test set are played.
  public enum Tasks {
    /// Every one.
    case all
    /// The first of them.
    case first(Int)
  }

  /// The networks that a run saved last, and tasks of its test set.
  ///
  /// - Parameters:
  ///   - tasks: Which tasks.
  ///   - seed: What tracks and pushes are seeded from; nil for those of the run's own tests.
  ///
  /// Throws a `RunFileError`, a `FileError`, a `ConfigurationError` or a `LibraryError`.
  public init(of directory: RunDirectory, playing tasks: Tasks, seed: UInt64? = nil) throws {
    var configuration = try TrainingConfiguration(of: directory)
    switch tasks {
    case .all: configuration.testEpisodeCount = try configuration.testTasks().count
    case .first(let count): configuration.testEpisodeCount = count
    }
    let parts = try TrainingParts(configuration, threadCount: 1, testSeed: seed)
    try parts.learner.loadNetworks(from: directory.networksPath)
    self.configuration = configuration
    parameters = parts.environment.parameters
    masteredReturn = parts.environment.masteredReturn
    walkerOptions = parts.configurationFile.configuration.environmentOptions.filter {
      walkerOptionNames.contains($0.name)
    }
    policy = parts.learner.policy
    evaluation = parts.evaluation
  }

  /// Plays the tasks; nil where `shouldContinue`, which is asked before every step with the number of episodes played,
  /// says no.
  public func play(while shouldContinue: (Int) -> Bool = { _ in true }) throws -> [EpisodeRecord]? {
    do {
      return try evaluation.play(policy) { if !shouldContinue($0) { throw Stop() } }
    } catch is Stop {
      return nil
    }
  }

  /// What the episodes show.
  public func result(_ episodes: [EpisodeRecord]) -> TestResult {
    TestResult(episodes, masteredReturn: masteredReturn)
  }

  private struct Stop: Error {}
}
