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
    let environmentOptions = Self.environmentOptions(configuration)
    environment = try Environment(
      configuration.environment, options: environmentOptions, seed: seeds.trainingEnvironment)
    guard !environment.parameters.isEmpty else {
      throw ConfigurationError(
        "there is no task space: every parameter of the track is off; give at least one, such as max_stump_h 3.0")
    }
    let taskSpace = try environment.parameters.narrowed(to: configuration.taskBounds)
    teacher = try Teacher(
      configuration.teacher, low: taskSpace.map(\.low), high: taskSpace.map(\.high),
      options: try Self.teacherOptions(configuration, environment), seed: seeds.teacher)
    student = try SoftActorCritic(
      observationSize: environment.observationSize, actionSize: environment.actionSize,
      configuration: configuration.student, seed: seeds.student, threadCount: threadCount)
    evaluation = try Self.evaluation(
      configuration, environment, environmentOptions, seed: testSeed ?? seeds.testEnvironment)
    var effective = configuration
    effective.teacherOptions = try Self.effectiveOptions(of: teacher, named: configuration.teacher)
    effective.environmentOptions = try Self.effectiveOptions(of: configuration.environment, given: environmentOptions)
    configurationFile = ConfigurationFile(configuration: effective, parameters: taskSpace)
  }

  /// The tables of the run's episodes.
  var tables: EpisodeTables {
    EpisodeTables(parameters: environment.parameters.map(\.name), masteredReturn: environment.masteredReturn)
  }

  /// The options that the environment is made with: those of the configuration, and the limit of an episode's steps.
  private static func environmentOptions(_ configuration: TrainingConfiguration) -> [OptionSetting] {
    // The environment counts an episode's steps itself; both limits are one.
    configuration.environmentOptions.filter { $0.name != "max_episode_steps" }
      + [OptionSetting("max_episode_steps", "\(configuration.maxEpisodeSteps)")]
  }

  /// The options that the teacher is made with. Those that decide on units are as published unless they are given. Others
  /// keep their defaults, which may depend on what is given: a `min_k` above the default `max_k` raises that one.
  private static func teacherOptions(
    _ configuration: TrainingConfiguration, _ environment: Environment
  ) throws -> [OptionSetting] {
    let listing = try Listing.teachers().first { $0.name == configuration.teacher }
    let range = environment.returnRange
    let published = [
      OptionSetting("reward_range", "\(range.lowerBound),\(range.upperBound)"),
      OptionSetting("normalize", "false"), OptionSetting("window_step_vector", environment.windowStepVector),
    ]
    var settings = configuration.teacherOptions
    for setting in published
    where listing?.hasOption(setting.name) == true && !settings.contains(where: { $0.name == setting.name }) {
      settings.append(setting)
    }
    return settings
  }

  /// All options of a teacher, with the values that it uses.
  private static func effectiveOptions(of teacher: Teacher, named name: String) throws -> [OptionSetting] {
    let listing = try Listing.teachers().first { $0.name == name }
    return try listing?.options.map { OptionSetting($0.name, try teacher.option($0.name)) } ?? []
  }

  /// All options of an environment, with the values that it uses; no default of theirs depends on another option.
  private static func effectiveOptions(of name: String, given: [OptionSetting]) throws -> [OptionSetting] {
    try Listing.environments().first { $0.name == name }?.complete(given) ?? given
  }

  private static func evaluation(
    _ configuration: TrainingConfiguration, _ environment: Environment, _ options: [OptionSetting], seed: UInt64
  ) throws -> Evaluation {
    let testSet = try configuration.testTasks(of: environment)
    guard configuration.testEpisodeCount <= testSet.count else {
      throw ConfigurationError(
        "nb_test_episodes is \(configuration.testEpisodeCount); the test set has \(testSet.count) tasks")
    }
    if configuration.testSet != nil {
      let playable = try environment.parameters.playable(in: configuration.environment)
      for (index, task) in testSet.enumerated() {
        try TestSetFile.require(task, within: playable, "task \(index + 1) of the test set")
      }
    }
    let tasks = Array(testSet.prefix(configuration.testEpisodeCount))
    let options = try widened(options, to: tasks, of: environment.parameters, in: configuration.environment)
    return Evaluation(
      environment: try Environment(configuration.environment, options: options, seed: seed),
      tasks: tasks, seed: seed, maxEpisodeSteps: configuration.maxEpisodeSteps)
  }

  /// The test set is the same whatever the training range: where it reaches beyond that, so must its environment.
  private static func widened(
    _ options: [OptionSetting], to tasks: [[Double]], of parameters: [Environment.Parameter], in name: String
  ) throws -> [OptionSetting] {
    var bounds: [String: Double] = [:]
    for (index, parameter) in parameters.enumerated() {
      let largest = tasks.map { $0[index] }.max() ?? parameter.high
      guard parameter.snapped(largest) == nil, let option = try parameter.upperBoundOption(in: name) else { continue }
      bounds[option.name] = max(largest, bounds[option.name] ?? largest)
    }
    return options.filter { bounds[$0.name] == nil }
      + bounds.sorted { $0.key < $1.key }.map { OptionSetting($0.key, "\($0.value)") }
  }
}

extension Environment.Parameter {
  /// The option of an environment that sets this parameter's upper bound; several numbers may have one between them.
  fileprivate func upperBoundOption(in environment: String) throws(LibraryError) -> Listing.Option? {
    let listing = try Listing.environments().first { $0.name == environment }
    return listing?.options.filter { "max_\(name)_".hasPrefix("\($0.name)_") }.max { $0.name.count < $1.name.count }
  }
}

extension [Environment.Parameter] {
  /// The same parameters with the widest ranges that options of an environment can give them.
  func playable(in environment: String) throws(LibraryError) -> Self {
    var playable = self
    for (index, parameter) in enumerated() {
      guard let limit = try parameter.upperBoundOption(in: environment)?.bounds?.upperBound else { continue }
      playable[index] = Environment.Parameter(
        name: parameter.name, low: parameter.low, high: Swift.max(parameter.high, limit))
    }
    return playable
  }
}

extension TrainingConfiguration {
  /// Checks everything that a run is made of, and makes nothing. Throws a `ConfigurationError` or a `LibraryError`.
  public func check() throws { _ = try TrainingParts(self, threadCount: 1) }

  /// The whole test set of the run, however many of its tasks are played.
  public func testTasks() throws(LibraryError) -> [[Double]] {
    try testTasks(of: Environment(environment, options: environmentOptions, seed: 0))
  }

  /// The whole test set in the run's environment.
  fileprivate func testTasks(of environment: Environment) throws(LibraryError) -> [[Double]] {
    if let testSet { return testSet }
    return try environment.testSet()
  }

  /// Takes the tasks of the tests from a file of comma-separated values, and plays all of them.
  ///
  /// - Precondition: Environment and its options are those of the run.
  /// - Throws: A `FileError`, a `LibraryError`, or a `ConfigurationError` that names the line that is wrong.
  public mutating func readTestSet(at path: String) throws {
    let parameters = try Environment(environment, options: environmentOptions, seed: 0).parameters
    let tasks = try TestSetFile.tasks(at: path, parameters: try parameters.playable(in: environment))
    testSet = tasks
    testEpisodeCount = tasks.count
  }
}
