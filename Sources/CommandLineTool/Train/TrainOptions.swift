import ArgumentParser
import Student

/// What the run is called, how long it takes and where it goes.
struct RunOptions: ParsableArguments {
  @Option(name: .customLong("exp_name"), help: ArgumentHelp("The run's name.", valueName: "name"))
  var experimentName = "test"

  @Option(
    name: [.short, .long], help: ArgumentHelp("The seed; the same seed and options give the same run.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    name: .customLong("data_dir"),
    help: ArgumentHelp("Where runs are kept: the run goes to DATA_DIR/EXP_NAME/EXP_NAME_sSEED.", valueName: "folder"))
  var dataDirectory = "data"

  @Flag(help: "Replace an earlier run of the same name and seed.")
  var overwrite = false

  @Flag(help: "Show no progress, only the summary.")
  var quiet = false

  @Option(help: ArgumentHelp("Epochs: after each, networks are saved and the test set is played.", valueName: "n"))
  var epochs = 100

  @Option(name: .customLong("steps_per_ep"), help: ArgumentHelp("Environment steps an epoch.", valueName: "n"))
  var stepsPerEpoch = 200_000

  @Option(
    name: .customLong("max_ep_len"), help: ArgumentHelp("Steps after which an episode is cut off.", valueName: "n"))
  var maxEpisodeSteps = 2000

  @Option(
    name: .customLong("nb_test_episodes"),
    help: ArgumentHelp("Test tasks played after each epoch, 50 at most.", valueName: "n"))
  var testEpisodeCount = 50
}

/// The walker, and the parameters of its tracks that the teacher may choose.
struct EnvironmentOptions: ParsableArguments {
  @Option(name: .customLong("leg_size"), help: environmentHelp("walker"))
  var legSize: String?

  @Option(name: .customLong("max_stump_h"), help: environmentHelp("max_stump_height", default: off))
  var maxStumpHeight: String?

  @Option(name: .customLong("max_obstacle_spacing"), help: environmentHelp("max_obstacle_spacing", default: off))
  var maxObstacleSpacing: String?

  /// The options: the flag, the library's name, the value. What is not given of the track is off.
  var given: [GivenOption] {
    [
      GivenOption("leg_size", "walker", legSize),
      GivenOption("max_stump_h", "max_stump_height", maxStumpHeight ?? off),
      GivenOption("max_obstacle_spacing", "max_obstacle_spacing", maxObstacleSpacing ?? off),
    ].compactMap { $0 }
  }
}

/// The teacher and its options.
struct TeacherOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Who chooses the tasks ('teachdrl teachers' lists the names and what each does).", valueName: "name"))
  var teacher = "ALP-GMM"

  @Option(
    name: [.customLong("gmm_fitness_fun"), .customLong("fit", withSingleDash: true)], help: teacherHelp("gmm_fitness"))
  var fitness: String?

  @Option(name: .customLong("nb_em_init"), help: teacherHelp("nb_em_init"))
  var initializationCount: String?

  @Option(name: .customLong("min_k"), help: teacherHelp("min_k"))
  var minimumComponents: String?

  @Option(name: .customLong("max_k"), help: teacherHelp("max_k"))
  var maximumComponents: String?

  @Option(name: .customLong("fit_rate"), help: teacherHelp("fit_rate"))
  var fitRate: String?

  @Option(name: .customLong("alp_max_size"), help: teacherHelp("alp_max_size"))
  var memorySize: String?

  /// The options given: the flag, the library's name, the value.
  var given: [GivenOption] {
    [
      GivenOption("gmm_fitness_fun", "gmm_fitness", fitness),
      GivenOption("nb_em_init", "nb_em_init", initializationCount),
      GivenOption("min_k", "min_k", minimumComponents),
      GivenOption("max_k", "max_k", maximumComponents),
      GivenOption("fit_rate", "fit_rate", fitRate),
      GivenOption("alp_max_size", "alp_max_size", memorySize),
    ].compactMap { $0 }
  }
}

/// The Soft Actor-Critic student.
struct StudentOptions: ParsableArguments {
  @Option(
    name: .customLong("hid"),
    help: ArgumentHelp("Units of each hidden layer. (default: two layers, 400 and 300)", valueName: "n"))
  var hiddenSize: Int?

  @Option(name: .customLong("l"), help: ArgumentHelp("Hidden layers, with --hid. (default: 1)", valueName: "n"))
  var layerCount: Int?

  @Option(help: ArgumentHelp("The discount factor.", valueName: "x"))
  var gamma = 0.99

  @Option(name: .customLong("ent_coef"), help: ArgumentHelp("The weight of the policy's entropy.", valueName: "x"))
  var entropyCoefficient = 0.005

  @Option(name: .customLong("lr"), help: ArgumentHelp("Adam's learning rate.", valueName: "x"))
  var learningRate = 1e-3

  @Option(name: .customLong("batch_size"), help: ArgumentHelp("Transitions in an update's batch.", valueName: "n"))
  var batchSize = 1000

  @Option(
    name: .customLong("buf_size"), help: ArgumentHelp("Transitions that the replay buffer holds.", valueName: "n"))
  var replayCapacity = 2_000_000

  @Option(name: .customLong("train_freq"), help: ArgumentHelp("Environment steps for each update.", valueName: "n"))
  var stepsPerUpdate = 10
}

/// An option of the library's that was given on the command line.
struct GivenOption: Equatable {
  let flag: String
  let setting: OptionSetting

  init?(_ flag: String, _ name: String, _ value: String?) {
    guard let value else { return nil }
    self.flag = flag
    setting = OptionSetting(name, value)
  }
}

/// How the library writes that something is not wanted.
private let off = "off"

private func environmentHelp(_ option: String, default: String? = nil) -> ArgumentHelp {
  helpText(option, of: (try? Listing.environments()) ?? [], naming: false, default: `default`)
}

private func teacherHelp(_ option: String) -> ArgumentHelp {
  helpText(option, of: (try? Listing.teachers()) ?? [])
}
