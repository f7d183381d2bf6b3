import TeachDRL
import Testing

@testable import Student

@Suite struct TrainingConfigurationTests {
  @Test func defaultsArePublishedRuns() throws {
    let configuration = TrainingConfiguration()
    try configuration.validate()
    #expect(configuration.totalSteps == 20_000_000)
    #expect(configuration.softActorCritic.hiddenSizes == [400, 300])
    #expect(configuration.softActorCritic.batchSize == 1000)
    #expect(configuration.randomStepCount == 10_001)
  }

  @Test(arguments: [(1, 10, 1), (10, 10, 1), (11, 10, 2), (2000, 10, 200), (7, 1, 7), (1, 1_000_000_000, 1)])
  func updatesOnceForEveryStepsBegun(length: Int, stepsPerUpdate: Int, updates: Int) {
    var configuration = TrainingConfiguration()
    configuration.softActorCritic.stepsPerUpdate = stepsPerUpdate
    #expect(configuration.softActorCritic.updateCount(episodeLength: length) == updates)
  }

  struct Mistake: CustomTestStringConvertible {
    let start: String
    let make: @Sendable (inout TrainingConfiguration) -> Void
    var testDescription: String { start }
  }

  static let mistakes = [
    Mistake(start: "exp_name is ''") { $0.experimentName = "" },
    Mistake(start: "exp_name is '..'") { $0.experimentName = ".." },
    Mistake(start: "exp_name is 'a/b'") { $0.experimentName = "a/b" },
    Mistake(start: "epochs is 0;") { $0.epochs = 0 },
    Mistake(start: "steps_per_ep is -5;") { $0.stepsPerEpoch = -5 },
    Mistake(start: "steps_per_ep is \(Int.max);") { $0.stepsPerEpoch = .max },
    Mistake(start: "max_ep_len is 0;") { $0.maxEpisodeSteps = 0 },
    Mistake(start: "buf_size is 0;") { $0.softActorCritic.replayCapacity = 0 },
    Mistake(start: "nb_test_episodes is -1;") { $0.testEpisodeCount = -1 },
    Mistake(start: "nb_test_episodes is 51;") { $0.testEpisodeCount = 51 },
    Mistake(start: "train_freq is 0;") { $0.softActorCritic.stepsPerUpdate = 0 },
    Mistake(start: "start_steps is -1;") { $0.softActorCritic.startSteps = -1 },
    Mistake(start: "test_interval is 0;") { $0.testInterval = 0 },
    Mistake(start: "bounds has 'height'") { $0.taskBounds = [TaskBounds("height", low: 0, high: 1)] },
    Mistake(start: "batch_size is 0;") { $0.softActorCritic.batchSize = 0 },
    Mistake(start: "hid is 0;") { $0.softActorCritic.hiddenSizes = [0] },
    Mistake(start: "l is 0;") { $0.softActorCritic.hiddenSizes = [] },
    Mistake(start: "gamma is 1.5;") { $0.softActorCritic.discount = 1.5 },
    Mistake(start: "ent_coef is nan;") { $0.softActorCritic.entropyCoefficient = .nan },
    Mistake(start: "lr is 0.0;") { $0.softActorCritic.learningRate = 0 },
    Mistake(start: "lr is inf;") { $0.softActorCritic.learningRate = .infinity },
    Mistake(start: "there is no task space") {
      $0.environmentOptions = [OptionSetting("max_stump_height", "off"), OptionSetting("max_obstacle_spacing", "off")]
    },
  ]

  @Test(arguments: mistakes)
  func refusesWhatCannotBeRun(mistake: Mistake) throws {
    let folder = try TemporaryFolder()
    var configuration = TrainingConfiguration.small
    mistake.make(&configuration)
    let error = #expect(throws: ConfigurationError.self) {
      _ = try Training(
        configuration, directory: RunDirectory(root: folder.path + "/data", experimentName: "run", seed: 0),
        overwrite: false)
    }
    #expect(error?.description.hasPrefix(mistake.start) == true)
    #expect(throws: (any Error).self) { try folder.text("data") }
  }
}

extension TrainingConfiguration {
  /// A run of a second that goes through all that a run has.
  static var small: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.environmentOptions = [
      OptionSetting("walker", "short"), OptionSetting("max_stump_height", "0.5"),
      OptionSetting("max_obstacle_spacing", "6"),
    ]
    configuration.teacherOptions = [OptionSetting("fit_rate", "20")]
    configuration.softActorCritic.hiddenSizes = [16]
    configuration.softActorCritic.batchSize = 16
    configuration.softActorCritic.stepsPerUpdate = 100
    configuration.stepsPerEpoch = 4000
    configuration.epochs = 3
    configuration.maxEpisodeSteps = 300
    configuration.testEpisodeCount = 3
    configuration.softActorCritic.replayCapacity = 5000
    return configuration
  }
}
