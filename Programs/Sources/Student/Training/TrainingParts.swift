import TeachDRL

/// What a run is put together from: made from a configuration, checked, and not yet started.
struct TrainingParts {
  let configuration: TrainingConfiguration
  let environment: Environment
  var teacher: Teacher
  /// The return above which the teacher is told that an episode was a success; nil if its options say otherwise.
  let successReturn: Double?
  let learner: any Learner
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
      configuration.teacher, parameters: taskSpace, options: try Self.teacherOptions(configuration, environment),
      seed: seeds.teacher)
    learner = try configuration.student.makeLearner(
      observationSize: environment.observationSize, actionSize: environment.actionSize, seeds: seeds,
      threadCount: threadCount)
    evaluation = try Self.evaluation(
      configuration, environment, environmentOptions, seed: testSeed ?? seeds.testEnvironment)
    var effective = configuration
    effective.teacherOptions = try Self.effectiveOptions(of: teacher, named: configuration.teacher)
    let successOption = effective.teacherOptions.first { $0.name == "success_return" }?.value
    successReturn = successOption == "auto" ? environment.masteredReturn : nil
    try Self.requireOutcomes(of: teacher, named: configuration.teacher, haveSuccess: successOption != "off")
    effective.environmentOptions = try Self.effectiveOptions(of: configuration.environment, given: environmentOptions)
    configurationFile = ConfigurationFile(configuration: effective, parameters: taskSpace)
  }

  /// The environments that the student plays, with the options of the training environment.
  ///
  /// - Parameter threadCount: How many threads step them; it changes nothing but the time.
  func makeEnvironments(threadCount: Int) throws(LibraryError) -> VectorEnvironment {
    try VectorEnvironment(
      configuration.environment, options: Self.environmentOptions(configuration), count: learner.environmentCount,
      threadCount: min(threadCount, learner.environmentCount), autoreset: .disabled,
      seed: TrainingSeeds(run: configuration.seed).trainingEnvironment)
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

  /// The options that the teacher is made with. Those that decide on units are as published unless they are given: the
  /// range of rewards is the environment's range of returns, or that of successes if the teacher learns from them. Others
  /// keep their defaults, which may depend on what is given: a `min_k` above the default `max_k` raises that one.
  private static func teacherOptions(
    _ configuration: TrainingConfiguration, _ environment: Environment
  ) throws -> [OptionSetting] {
    let listing = try Listing.teachers().first { $0.name == configuration.teacher }
    let learnsFromSuccess = configuration.teacherOptions.contains(OptionSetting("signal", "success"))
    let range = learnsFromSuccess ? 0...1 : environment.returnRange
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

  /// Refuses a teacher that needs more than is known about an episode of a run.
  private static func requireOutcomes(of teacher: Teacher, named name: String, haveSuccess: Bool) throws {
    let known: OutcomeMembers = haveSuccess ? [.episodeReturn, .length, .success] : [.episodeReturn, .length]
    let missing = try teacher.neededOutcomeMembers().subtracting(known)
    guard missing.isEmpty else {
      let remedy = missing == .success ? "; with success_return=auto it would" : ""
      throw ConfigurationError(
        "\(name) with these options needs each episode's \(missing.names.joined(separator: " and ")), which the run does"
          + " not have\(remedy)")
    }
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
    _ options: [OptionSetting], to tasks: [[Double]], of parameters: [TaskParameter], in name: String
  ) throws -> [OptionSetting] {
    var bounds: [String: Double] = [:]
    for (index, parameter) in parameters.enumerated() {
      let values = tasks.map { $0[index] }
      if let least = values.min(), parameter.snapped(least) == nil, least < parameter.low,
        let option = try parameter.boundOption(.lower, in: name)
      {
        bounds[option.name] = min(least, bounds[option.name] ?? least)
      }
      if let largest = values.max(), parameter.snapped(largest) == nil, largest > parameter.high,
        let option = try parameter.boundOption(.upper, in: name)
      {
        bounds[option.name] = max(largest, bounds[option.name] ?? largest)
      }
    }
    return options.filter { bounds[$0.name] == nil }
      + bounds.sorted { $0.key < $1.key }.map { OptionSetting($0.key, "\($0.value)") }
  }
}

extension TaskParameter {
  /// An end of a parameter's range.
  fileprivate enum End: String {
    case lower = "min"
    case upper = "max"
  }

  /// The option of an environment that sets an end of this parameter's range; the parameters of a group have one between
  /// them.
  fileprivate func boundOption(_ end: End, in environment: String) throws(LibraryError) -> Listing.Option? {
    let listing = try Listing.environments().first { $0.name == environment }
    return listing?.options.first { $0.name == "\(end.rawValue)_\(group ?? name)" }
  }
}

extension [TaskParameter] {
  /// The same parameters with the widest ranges that options of an environment can give them.
  func playable(in environment: String) throws(LibraryError) -> Self {
    var playable = self
    for (index, parameter) in enumerated() {
      let least = try parameter.boundOption(.lower, in: environment)?.bounds?.lowerBound
      let greatest = try parameter.boundOption(.upper, in: environment)?.bounds?.upperBound
      playable[index] = parameter.bounded(
        low: Swift.min(parameter.low, least ?? parameter.low),
        high: Swift.max(parameter.high, greatest ?? parameter.high))
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
