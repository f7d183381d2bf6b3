import TeachDRL

/// Everything that decides what a training run computes. Two runs with equal configurations leave the same bits.
///
/// The defaults are those of the paper's published runs.
public struct TrainingConfiguration: Sendable, Equatable {
  /// The run's name, which is also its folder's.
  public var experimentName = "test"
  /// What all of the run's generators are seeded from (see `TrainingSeeds`).
  public var seed: UInt64 = 0
  /// The teacher's name in the library's listing.
  public var teacher = "ALP-GMM"
  /// The teacher's options, where they are not at their defaults.
  public var teacherOptions: [OptionSetting] = []
  /// The environment's name in the library's listing.
  public var environment = "stump-tracks"
  /// The environment's options, where they are not at their defaults.
  public var environmentOptions: [OptionSetting] = []
  /// The student's algorithm and its settings.
  public var student = StudentConfiguration.softActorCritic(SoftActorCriticConfiguration())
  /// How many epochs the run has.
  public var epochs = 100
  /// Environment steps an epoch.
  public var stepsPerEpoch = 200_000
  /// The number of steps after which an episode is cut off.
  public var maxEpisodeSteps = 2000
  /// How many tasks of the test set are played in a test.
  public var testEpisodeCount = 50
  /// How many epochs there are from one test to the next.
  public var testInterval = 1
  /// The task parameters whose range is narrower for the teacher than for the environment.
  public var taskBounds: [TaskBounds] = []
  /// The tasks of the tests; nil for the fixed test set that the environment has.
  public var testSet: [[Double]]?

  /// The paper's run.
  public init() {}

  /// How many steps, the run's first, have random actions.
  public var randomStepCount: Int { student.randomStepCount }

  /// Makes a run longer; throws where it would get shorter.
  mutating func extend(to count: Int) throws(ConfigurationError) {
    guard count >= epochs else {
      throw ConfigurationError("epochs is \(count); the run has \(epochs), and can be made longer only")
    }
    epochs = count
  }

  /// Environment steps of the whole run.
  public var totalSteps: Int { epochs * stepsPerEpoch }

  /// Whether a test is played at the end of an epoch, the first being 1.
  func isTested(epoch: Int) -> Bool { epoch % testInterval == 0 }
}

extension TrainingConfiguration {
  /// Checks what the library does not check itself. Options of teachers and environments it checks when they are made.
  public func validate() throws(ConfigurationError) {
    try validateName()
    try require("epochs", epochs, in: 1...1_000_000)
    try require("steps_per_ep", stepsPerEpoch, in: 1...1_000_000_000)
    try require("max_ep_len", maxEpisodeSteps, in: 1...100_000)
    try require("nb_test_episodes", testEpisodeCount, in: 0...1_000_000)
    try require("test_interval", testInterval, in: 1...1_000_000)
    try student.validate()
  }

  /// The name becomes a folder's.
  private func validateName() throws(ConfigurationError) {
    let isPathComponent = !experimentName.isEmpty && experimentName != "." && experimentName != ".."
    guard isPathComponent, experimentName.utf8.count <= 200, !experimentName.utf8.contains(0),
      !experimentName.utf8.contains(UInt8(ascii: "/"))
    else {
      throw ConfigurationError(
        "exp_name is '\(experimentName)'; it names a folder: 1 to 200 bytes, no '/', not '.' or '..'")
    }
  }
}
