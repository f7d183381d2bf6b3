import ArgumentParser
import Student

/// What the run is called, how long it takes and where it goes.
struct RunOptions: ParsableArguments {
  @Option(name: .customLong("exp_name"), help: ArgumentHelp("The run's name.", valueName: "name"))
  var experimentName = "test"

  @Option(
    name: [.customShort("s"), .customLong("seed")],
    help: ArgumentHelp("The seed; the same seed and options give the same run. (default: 0)", valueName: "n"))
  var givenSeed: UInt64?

  /// The seed of a single run.
  var seed: UInt64 { givenSeed ?? 0 }

  @Option(
    help: ArgumentHelp(
      "Several runs, one for each seed, each in a process of its own.", valueName: "42-49,60"))
  var seeds: String?

  @Option(
    help: ArgumentHelp(
      "With several runs: how many go on at the same time. (default: one for each processor)", valueName: "n"))
  var jobs: Int?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Go on with the run in a folder, or with several, from the last checkpoint, as config.json says; a larger"
        + " --epochs makes runs longer.",
      valueName: "folder"))
  var resume: [String] = []

  @Option(
    name: .customLong("data_dir"),
    help: ArgumentHelp("Where runs are kept: the run goes to DATA_DIR/EXP_NAME/EXP_NAME_sSEED.", valueName: "folder"))
  var dataDirectory = "data"

  @Flag(help: "Replace an earlier run of the same name and seed.")
  var overwrite = false

  @Flag(help: "Show no progress, only the summary.")
  var quiet = false

  @Option(
    name: .customLong("epochs"),
    help: ArgumentHelp(
      "Epochs: after each, networks are saved and the test set is played. (default: 100)", valueName: "n"))
  var givenEpochs: Int?

  /// The epochs of a new run.
  var epochs: Int { givenEpochs ?? TrainingConfiguration().epochs }

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

/// How the run uses the machine; nothing here changes what it computes.
struct MachineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Threads that update the networks, 4 at most. (default: as many as there are processors)", valueName: "n"))
  var threads: Int?

  @Option(
    name: .customLong("checkpoint_every"),
    help: ArgumentHelp(
      "Seconds between two checkpoints; a run that is killed plays again what came after the last.",
      valueName: "x"))
  var checkpointInterval = 30.0

  /// Tells the process that started this one how far the run is, in lines for a program.
  @Flag(name: .customLong("report_to_parent"), help: .hidden)
  var reportsToParent = false
}

/// The walker, and the parameters of its tracks that the teacher may choose.
struct EnvironmentOptions: ParsableArguments {
  @Option(name: .customLong("leg_size"), help: environmentHelp("walker"))
  var legSize: String?

  @Option(name: .customLong("max_stump_h"), help: environmentHelp("max_stump_height", default: off))
  var maxStumpHeight: String?

  @Option(name: .customLong("max_stump_w"), help: environmentHelp("max_stump_width", default: off))
  var maxStumpWidth: String?

  @Option(name: .customLong("max_stump_r"), help: environmentHelp("max_stump_rot", default: off))
  var maxStumpRotation: String?

  @Option(name: .customLong("max_obstacle_spacing"), help: environmentHelp("max_obstacle_spacing", default: off))
  var maxObstacleSpacing: String?

  @Option(name: .customLong("roughness"), help: environmentHelp("roughness"))
  var roughness: String?

  @Option(name: .customLong("contacts"), help: environmentHelp("contacts"))
  var contacts: String?

  @Option(name: .customLong("lidar"), help: environmentHelp("lidar"))
  var lidar: String?

  @Flag(
    name: [.customLong("hexa_shape"), .customLong("hexa", withSingleDash: true)],
    help: "Hexagons: a task has the offsets of their six vertices, 12 numbers.")
  var hasHexagons = false

  @Flag(
    name: [.customLong("stump_seq"), .customLong("seq", withSingleDash: true)],
    help: "Groups of five stumps: a task has the height and the width of each, 10 numbers.")
  var hasStumpSequences = false

  /// The smallest environment that has all the parameters asked for.
  var environment: String {
    let hasStumps = maxStumpHeight != nil || maxObstacleSpacing != nil
    switch (hasStumps || maxStumpWidth != nil || maxStumpRotation != nil, hasHexagons, hasStumpSequences) {
    case (false, true, false): return "hexagon-tracks"
    case (false, false, true): return "stump-sequence"
    case (_, false, false) where maxStumpWidth == nil && maxStumpRotation == nil: return "stump-tracks"
    default: return "walker-tracks"
    }
  }

  /// The options: the flag, the library's name, the value. What is not given of the track is off.
  var given: [GivenOption] {
    let walker = [
      GivenOption("leg_size", "walker", legSize), GivenOption("roughness", "roughness", roughness),
      GivenOption("contacts", "contacts", contacts), GivenOption("lidar", "lidar", lidar),
    ]
    let stumps = [
      GivenOption("max_stump_h", "max_stump_height", maxStumpHeight ?? off),
      GivenOption("max_obstacle_spacing", "max_obstacle_spacing", maxObstacleSpacing ?? off),
    ]
    let others = [
      GivenOption("max_stump_w", "max_stump_width", maxStumpWidth ?? off),
      GivenOption("max_stump_r", "max_stump_rot", maxStumpRotation ?? off),
      GivenOption("hexa_shape", "max_poly_shape", hasHexagons ? "4" : off),
      GivenOption("stump_seq", "max_stump_seq", hasStumpSequences ? "6" : off),
    ]
    switch environment {
    case "stump-tracks": return (walker + stumps).compactMap { $0 }
    case "walker-tracks": return (walker + stumps + others).compactMap { $0 }
    // These have their one parameter on.
    default: return walker.compactMap { $0 }
    }
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

  @Flag(
    name: [.customLong("absolute_lp"), .customLong("alp", withSingleDash: true)],
    help: teacherHelp("absolute_lp"))
  var usesAbsoluteProgress = false

  @Option(name: .customLong("max_region_size"), help: teacherHelp("max_region_size"))
  var maximumRegionSize: String?

  @Option(name: .customLong("alp_window_size"), help: teacherHelp("alp_window_size"))
  var progressWindowSize: String?

  @Option(
    name: .customLong("window_step_vector"),
    help: teacherHelp("window_step_vector", default: "as published for these parameters, whatever their bounds"))
  var windowSteps: String?

  /// The options given: the flag, the library's name, the value.
  var given: [GivenOption] {
    [
      GivenOption("gmm_fitness_fun", "gmm_fitness", fitness),
      GivenOption("nb_em_init", "nb_em_init", initializationCount),
      GivenOption("min_k", "min_k", minimumComponents),
      GivenOption("max_k", "max_k", maximumComponents),
      GivenOption("fit_rate", "fit_rate", fitRate),
      GivenOption("alp_max_size", "alp_max_size", memorySize),
      GivenOption("absolute_lp", "absolute_lp", usesAbsoluteProgress ? "true" : nil),
      GivenOption("max_region_size", "max_region_size", maximumRegionSize),
      GivenOption("alp_window_size", "alp_window_size", progressWindowSize),
      GivenOption("window_step_vector", "window_step_vector", windowSteps),
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

/// What the published run script takes and makes nothing of, or what there is only one of here.
struct IgnoredOptions: ParsableArguments {
  @Option(name: .customLong("env"), help: ArgumentHelp("Only 'bipedal-walker-continuous-v0'.", valueName: "name"))
  var environmentName: String?

  @Option(name: .customLong("gpu_id"), help: ArgumentHelp("The student computes on the processor.", valueName: "n"))
  var graphicsProcessor: Int?

  @Option(name: .customLong("max_gap_w"), help: ArgumentHelp("Tracks have no gaps.", valueName: "x"))
  var maxGapWidth: Double?

  @Option(name: .customLong("step_h"), help: ArgumentHelp("Tracks have no stairs.", valueName: "x"))
  var stairHeight: Double?

  @Option(name: .customLong("step_nb"), help: ArgumentHelp("Tracks have no stairs.", valueName: "x"))
  var stairCount: Double?

  @Flag(
    name: [.customLong("weighted_gmm"), .customLong("wgmm", withSingleDash: true)],
    help: "Mixtures are fitted to unweighted tasks.")
  var weightsMixtures = false

  /// The flags given that change nothing.
  var given: [String] {
    [
      ("gpu_id", graphicsProcessor != nil), ("max_gap_w", maxGapWidth != nil), ("step_h", stairHeight != nil),
      ("step_nb", stairCount != nil), ("weighted_gmm", weightsMixtures),
    ].compactMap { $0.1 ? $0.0 : nil }
  }
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

private func teacherHelp(_ option: String, default: String? = nil) -> ArgumentHelp {
  helpText(option, of: (try? Listing.teachers()) ?? [], default: `default`)
}
