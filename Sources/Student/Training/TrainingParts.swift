/// What a run is put together from: made from a configuration, checked, and not yet started.
struct TrainingParts {
  let configuration: TrainingConfiguration
  let environment: Environment
  let teacher: Teacher
  let student: SoftActorCritic
  let evaluation: Evaluation
  let configurationFile: ConfigurationFile

  /// `testSeed` is what tests are seeded from where it is not to follow from the run's seed.
  init(_ configuration: TrainingConfiguration, threadCount: Int, testSeed: UInt64? = nil) throws {
    try configuration.validate()
    self.configuration = configuration
    let seeds = TrainingSeeds(run: configuration.seed)
    let environmentOptions = try Self.environmentOptions(configuration)
    environment = try Environment(
      configuration.environment, options: environmentOptions, seed: seeds.trainingEnvironment)
    guard !environment.parameters.isEmpty else {
      throw ConfigurationError(
        "there is no task space: every parameter of the track is off; give at least one, such as max_stump_h 3.0")
    }
    let teacherOptions = try Self.teacherOptions(configuration, environment)
    teacher = try Teacher(
      configuration.teacher, low: environment.parameters.map(\.low), high: environment.parameters.map(\.high),
      options: teacherOptions, seed: seeds.teacher)
    student = try SoftActorCritic(
      observationSize: environment.observationSize, actionSize: environment.actionSize,
      configuration: configuration.student, seed: seeds.student, threadCount: threadCount)
    evaluation = try Self.evaluation(
      configuration, environment, environmentOptions, seed: testSeed ?? seeds.testEnvironment)
    configurationFile = ConfigurationFile(
      configuration: configuration, teacher: teacherOptions, environment: environmentOptions,
      parameters: environment.parameters)
  }

  /// The tables of the run's episodes.
  var tables: EpisodeTables {
    EpisodeTables(parameters: environment.parameters.map(\.name), masteredReturn: environment.masteredReturn)
  }

  /// All of the environment's options with their effective values.
  private static func environmentOptions(_ configuration: TrainingConfiguration) throws -> [OptionSetting] {
    // The environment counts an episode's steps itself; both limits are one.
    var settings = configuration.environmentOptions.filter { $0.name != "max_episode_steps" }
    settings.append(OptionSetting("max_episode_steps", "\(configuration.maxEpisodeSteps)"))
    let listing = try Listing.environments().first { $0.name == configuration.environment }
    return listing?.complete(settings) ?? settings
  }

  /// All of the teacher's options with their effective values.
  private static func teacherOptions(
    _ configuration: TrainingConfiguration, _ environment: Environment
  ) throws -> [OptionSetting] {
    let listing = try Listing.teachers().first { $0.name == configuration.teacher }
    var settings = configuration.teacherOptions
    let range = environment.returnRange
    let published = [
      OptionSetting("reward_range", "\(range.lowerBound),\(range.upperBound)"),
      OptionSetting("window_step_vector", environment.windowStepVector),
    ]
    for setting in published
    where listing?.hasOption(setting.name) == true && !settings.contains(where: { $0.name == setting.name }) {
      settings.append(setting)
    }
    return listing?.complete(settings) ?? settings
  }

  private static func evaluation(
    _ configuration: TrainingConfiguration, _ environment: Environment, _ options: [OptionSetting], seed: UInt64
  ) throws -> Evaluation {
    let testSet = try environment.testSet()
    guard configuration.testEpisodeCount <= testSet.count else {
      throw ConfigurationError(
        "nb_test_episodes is \(configuration.testEpisodeCount); the test set has \(testSet.count) tasks")
    }
    let tasks = Array(testSet.prefix(configuration.testEpisodeCount))
    return Evaluation(
      environment: try Environment(
        configuration.environment, options: widened(options, to: tasks, of: environment.parameters), seed: seed),
      tasks: tasks, seed: seed, maxEpisodeSteps: configuration.maxEpisodeSteps)
  }

  /// The test set is the same whatever the training range: where it reaches beyond that, so must its environment.
  private static func widened(
    _ options: [OptionSetting], to tasks: [[Double]], of parameters: [Environment.Parameter]
  ) -> [OptionSetting] {
    var options = options
    for (index, parameter) in parameters.enumerated() {
      let largest = tasks.map { $0[index] }.max() ?? parameter.high
      guard largest > parameter.high else { continue }
      options = options.map { $0.name == "max_\(parameter.name)" ? OptionSetting($0.name, "\(largest)") : $0 }
    }
    return options
  }
}

extension TrainingConfiguration {
  /// Checks everything that a run is made of, and makes nothing. Throws a `ConfigurationError` or a `LibraryError`.
  public func check() throws { _ = try TrainingParts(self, threadCount: 1) }
}
