import ArgumentParser
import Student
import TeachDRL

/// What the run is called, how long it takes and where it goes.
struct RunOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Start from the configuration in a file, such as a run's config.json; options given here win.",
      valueName: "file"))
  var config: String?

  @Option(name: .customLong("exp_name"), help: help("The run's name.", published.experimentName, "name"))
  var experimentName: String?

  @Option(
    name: [.customShort("s"), .customLong("seed")],
    help: help("The seed; the same seed and options give the same run.", published.seed, "n"))
  var seed: UInt64?

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
    help: help(
      "Where runs are kept: the run goes to DATA_DIR/EXP_NAME/EXP_NAME_sSEED.", Self.defaultDataDirectory, "folder"))
  var givenDataDirectory: String?

  /// Where runs are kept.
  var dataDirectory: String { givenDataDirectory ?? Self.defaultDataDirectory }
  private static let defaultDataDirectory = "data"

  @Flag(help: "Replace an earlier run of the same name and seed.")
  var overwrite = false

  @Flag(help: "Show no progress, only the summary.")
  var quiet = false

  @Flag(help: "Print the summary as JSON (docs/json.md describes it), and progress on standard error.")
  var json = false

  @Option(help: help("Epochs: after each, networks are saved and the test set is played.", published.epochs, "n"))
  var epochs: Int?

  @Option(name: .customLong("steps_per_ep"), help: help("Environment steps an epoch.", published.stepsPerEpoch, "n"))
  var stepsPerEpoch: Int?

  @Option(
    name: .customLong("max_ep_len"),
    help: help(
      "Steps after which an episode is cut off. The published script cuts it off after 2000, whatever is given.",
      published.maxEpisodeSteps, "n"))
  var maxEpisodeSteps: Int?

  /// What each of these changes of a configuration.
  var changes: [ConfigurationChange] {
    [
      ConfigurationChange("exp_name", experimentName, \.experimentName), ConfigurationChange("seed", seed, \.seed),
      ConfigurationChange("epochs", epochs, \.epochs),
      ConfigurationChange("steps_per_ep", stepsPerEpoch, \.stepsPerEpoch),
      ConfigurationChange("max_ep_len", maxEpisodeSteps, \.maxEpisodeSteps),
    ].compactMap { $0 }
  }
}

/// What the student is tested on, and when.
struct TestOptions: ParsableArguments {
  @Option(
    name: .customLong("nb_test_episodes"),
    help: help(
      "Tasks played in a test, the first of the test set, on the same tracks after every epoch.",
      "\(published.testEpisodeCount), which is the paper's whole test set, or all of --test_set", "n"))
  var episodeCount: Int?

  @Option(
    name: .customLong("test_interval"),
    help: help("Epochs from one test to the next.", published.testInterval, "n"))
  var interval: Int?

  @Option(
    name: .customLong("test_set"),
    help: ArgumentHelp(
      "A test set of your own, as comma-separated values: a task a line, with or without a first line of the parameters'"
        + " names.",
      valueName: "file"))
  var file: String?

  /// What each of these changes of a configuration, but for the test set.
  var changes: [ConfigurationChange] {
    [
      ConfigurationChange("nb_test_episodes", episodeCount, \.testEpisodeCount),
      ConfigurationChange("test_interval", interval, \.testInterval),
    ].compactMap { $0 }
  }
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
  var checkpointInterval = Self.usualCheckpointInterval

  static let usualCheckpointInterval = 30.0

  /// Tells the process that started this one how far the run is, in lines for a program.
  @Flag(name: .customLong("report_to_parent"), help: .hidden)
  var reportsToParent = false
}

/// The walker, and the parameters of its tracks that the teacher may choose.
struct EnvironmentOptions: ParsableArguments {
  @Option(name: .customLong("leg_size"), help: environmentHelp("walker"))
  var legSize: String?

  @Option(name: .customLong("max_stump_h"), help: environmentHelp("max_stump_height", default: OptionSetting.off))
  var maxStumpHeight: String?

  @Option(name: .customLong("max_stump_w"), help: environmentHelp("max_stump_width", default: OptionSetting.off))
  var maxStumpWidth: String?

  @Option(name: .customLong("max_stump_r"), help: environmentHelp("max_stump_rot", default: OptionSetting.off))
  var maxStumpRotation: String?

  @Option(
    name: .customLong("max_obstacle_spacing"), help: environmentHelp("max_obstacle_spacing", default: OptionSetting.off)
  )
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

  @Option(
    name: .customLong("env_option"),
    help: ArgumentHelp(
      "Any other option of the environment, such as track_noise=0 or min_stump_height=1 ('teachdrl environments' lists"
        + " them); may be repeated.",
      valueName: "name=value"))
  var settingTexts: [String] = []

  @Option(
    name: .customLong("bounds"),
    help: ArgumentHelp(
      "A narrower range of a task parameter, from which the teacher chooses, such as stump_height=1,3; may be repeated."
        + " There are \(parameterNames()). (default: the range that the environment's options give it)",
      valueName: "name=low,high"))
  var boundsTexts: [String] = []

  /// The options given, in the library's terms.
  func given() throws(Misuse) -> [GivenOption] {
    try [
      GivenOption("leg_size", "walker", legSize), GivenOption("roughness", "roughness", roughness),
      GivenOption("contacts", "contacts", contacts), GivenOption("lidar", "lidar", lidar),
      GivenOption("max_stump_h", "max_stump_height", maxStumpHeight),
      GivenOption("max_obstacle_spacing", "max_obstacle_spacing", maxObstacleSpacing),
      GivenOption("max_stump_w", "max_stump_width", maxStumpWidth),
      GivenOption("max_stump_r", "max_stump_rot", maxStumpRotation),
      GivenOption("hexa_shape", "max_poly_shape", hasHexagons ? "4" : nil),
      GivenOption("stump_seq", "max_stump_seq", hasStumpSequences ? "6" : nil),
    ].compactMap { $0 }.adding(settingTexts, of: "env_option", example: "track_noise=0")
  }

  /// The ranges given.
  func bounds() throws(Misuse) -> [TaskBounds] {
    try boundsTexts.map { text throws(Misuse) in
      let setting = try namedValue(text, of: "bounds", example: "stump_height=1,3")
      let numbers = setting.value.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
      guard numbers.count == 2, let low = numbers[0], let high = numbers[1], low.isFinite, high.isFinite else {
        throw Misuse(message: "bounds is '\(text)'; it must be a name and two numbers, such as stump_height=1,3")
      }
      return TaskBounds(setting.name, low: low, high: high)
    }
  }
}

/// The teacher and its options.
struct TeacherOptions: ParsableArguments {
  @Option(
    help: help(
      "Who chooses the tasks ('teachdrl teachers' lists the names and what each does).", published.teacher, "name"))
  var teacher: String?

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

  @Option(
    name: .customLong("teacher_option"),
    help: ArgumentHelp(
      "Any other option of the teacher, such as random_task_ratio=0.1 ('teachdrl teachers' lists them); may be repeated.",
      valueName: "name=value"))
  var settingTexts: [String] = []

  /// The options given, in the library's terms.
  func given() throws(Misuse) -> [GivenOption] {
    try [
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
    ].compactMap { $0 }.adding(settingTexts, of: "teacher_option", example: "random_task_ratio=0.1")
  }
}

/// The student and its settings.
struct StudentOptions: ParsableArguments {
  @Option(
    name: .customLong("student"),
    help: help(
      "How the student learns: sac, Soft Actor-Critic as published, or ppo, Proximal Policy Optimization, which learns from"
        + " many environments at once in a fraction of the time.", published.student.name, "name"))
  var name: String?

  @Option(
    name: .customLong("hid"),
    help: help("Units of each hidden layer; -1: two layers, of 400 and 300 (sac) or of 128 (ppo).", -1, "n"))
  var hiddenSize: Int?

  @Option(name: .customLong("l"), help: ArgumentHelp("Hidden layers, with --hid. (default: 1)", valueName: "n"))
  var layerCount: Int?

  @Option(help: help("The discount factor.", published.softActorCritic.discount, "x"))
  var gamma: Double?

  @Option(
    name: .customLong("ent_coef"),
    help: help(
      "The weight of the policy's entropy.",
      "\(published.softActorCritic.entropyCoefficient), with ppo \(ppo.entropyCoefficient)", "x"))
  var entropyCoefficient: Double?

  @Option(
    name: .customLong("lr"),
    help: help("Adam's learning rate.", "\(published.softActorCritic.learningRate), with ppo \(ppo.learningRate)", "x"))
  var learningRate: Double?

  @Option(
    name: .customLong("batch_size"),
    help: help(
      "Transitions in an update's batch.", "\(published.softActorCritic.batchSize), with ppo \(ppo.batchSize)", "n"))
  var batchSize: Int?

  @Option(
    help: help(
      "What the target value network keeps of itself in an update (sac).", published.softActorCritic.polyak, "x"))
  var polyak: Double?

  @Option(
    name: .customLong("buf_size"),
    help: help("Transitions that the replay buffer holds (sac).", published.softActorCritic.replayCapacity, "n"))
  var replayCapacity: Int?

  @Option(
    name: .customLong("train_freq"),
    help: help(
      "Environment steps for each update; updates come at an episode's end (sac).",
      published.softActorCritic.stepsPerUpdate, "n"))
  var stepsPerUpdate: Int?

  @Option(
    name: .customLong("start_steps"),
    help: help(
      "Actions are random up to this step, counting from 0; the student chooses all later ones (sac).",
      published.softActorCritic.startSteps, "n"))
  var startSteps: Int?

  @Option(name: .customLong("envs"), help: help("Environments played at once (ppo).", ppo.environmentCount, "n"))
  var environmentCount: Int?

  @Option(
    name: .customLong("rollout"),
    help: help("Steps that each environment plays between two updates (ppo).", ppo.rolloutLength, "n"))
  var rolloutLength: Int?

  @Option(
    name: .customLong("passes"), help: help("How often each step is learnt from (ppo).", ppo.passes, "n"))
  var passes: Int?

  @Option(
    name: .customLong("gae_lambda"),
    help: help("lambda of generalized advantage estimation (ppo).", ppo.advantageDecay, "x"))
  var advantageDecay: Double?

  @Option(
    name: .customLong("clip"),
    help: help("How far the ratio of probabilities may move from 1 before it is clipped (ppo).", ppo.clipRange, "x"))
  var clipRange: Double?

  @Option(
    name: .customLong("value_coef"), help: help("The weight of the value's loss (ppo).", ppo.valueCoefficient, "x"))
  var valueCoefficient: Double?

  @Option(
    name: .customLong("max_grad_norm"), help: help("The greatest norm of a gradient (ppo).", ppo.maxGradientNorm, "x"))
  var maxGradientNorm: Double?

  /// The options given that are each student's, with what they change.
  private var changesByStudent: [(student: String, changes: [ConfigurationChange])] {
    [
      (
        "sac",
        [
          ConfigurationChange("hid", hiddenSizes(published.softActorCritic.hiddenSizes), \.softActorCritic.hiddenSizes),
          ConfigurationChange("gamma", gamma, \.softActorCritic.discount),
          ConfigurationChange("ent_coef", entropyCoefficient, \.softActorCritic.entropyCoefficient),
          ConfigurationChange("lr", learningRate, \.softActorCritic.learningRate),
          ConfigurationChange("polyak", polyak, \.softActorCritic.polyak),
          ConfigurationChange("batch_size", batchSize, \.softActorCritic.batchSize),
          ConfigurationChange("buf_size", replayCapacity, \.softActorCritic.replayCapacity),
          ConfigurationChange("train_freq", stepsPerUpdate, \.softActorCritic.stepsPerUpdate),
          ConfigurationChange("start_steps", startSteps, \.softActorCritic.startSteps),
        ].compactMap { $0 }
      ),
      (
        "ppo",
        [
          ConfigurationChange("hid", hiddenSizes(ppo.hiddenSizes), \.proximalPolicyOptimization.hiddenSizes),
          ConfigurationChange("gamma", gamma, \.proximalPolicyOptimization.discount),
          ConfigurationChange("ent_coef", entropyCoefficient, \.proximalPolicyOptimization.entropyCoefficient),
          ConfigurationChange("lr", learningRate, \.proximalPolicyOptimization.learningRate),
          ConfigurationChange("batch_size", batchSize, \.proximalPolicyOptimization.batchSize),
          ConfigurationChange("envs", environmentCount, \.proximalPolicyOptimization.environmentCount),
          ConfigurationChange("rollout", rolloutLength, \.proximalPolicyOptimization.rolloutLength),
          ConfigurationChange("passes", passes, \.proximalPolicyOptimization.passes),
          ConfigurationChange("gae_lambda", advantageDecay, \.proximalPolicyOptimization.advantageDecay),
          ConfigurationChange("clip", clipRange, \.proximalPolicyOptimization.clipRange),
          ConfigurationChange("value_coef", valueCoefficient, \.proximalPolicyOptimization.valueCoefficient),
          ConfigurationChange("max_grad_norm", maxGradientNorm, \.proximalPolicyOptimization.maxGradientNorm),
        ].compactMap { $0 }
      ),
    ]
  }

  /// What the options given change of the chosen student's settings.
  ///
  /// - Throws: `Misuse` if one is another student's.
  func changes(of chosen: String) throws(Misuse) -> [ConfigurationChange] {
    let own = changesByStudent.first { $0.student == chosen }?.changes ?? []
    for (student, changes) in changesByStudent where student != chosen {
      if let other = changes.first(where: { change in !own.contains { $0.flag == change.flag } }) {
        throw Misuse(
          message: "--\(other.flag) is an option of the student \(student), not of \(chosen); leave it out, or add"
            + " --student \(student)")
      }
    }
    return own
  }

  /// The flags of the options given, whichever student's they are.
  var flags: [String] {
    changesByStudent.flatMap { $0.changes.map(\.flag) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
      + (name == nil ? [] : ["student"])
  }

  /// The hidden layers that are asked for; nil if they are not.
  private func hiddenSizes(_ usual: [Int]) -> [Int]? {
    hiddenSize.map { size in size == -1 ? usual : [Int](repeating: size, count: layerCount ?? 1) }
  }
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

/// The defaults of a run.
private let published = TrainingConfiguration()
/// The defaults of the other student.
private let ppo = ProximalPolicyOptimizationConfiguration()

private func help(_ text: String, _ defaultValue: some CustomStringConvertible, _ valueName: String) -> ArgumentHelp {
  ArgumentHelp("\(text) (default: \(defaultValue))", valueName: valueName)
}

private func environmentHelp(_ option: String, default: String? = nil) -> ArgumentHelp {
  helpText(option, of: (try? Listing.environments()) ?? [], naming: false, default: `default`)
}

private func teacherHelp(_ option: String, default: String? = nil) -> ArgumentHelp {
  helpText(option, of: (try? Listing.teachers()) ?? [], default: `default`)
}
