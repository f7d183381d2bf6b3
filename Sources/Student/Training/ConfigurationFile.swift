/// The text of `config.json`: all that is needed to repeat a run, the library's version included.
///
/// Options of the teacher and the environment are written with their effective values, so that a later version with
/// other defaults still repeats this run. The members' order is part of the format.
struct ConfigurationFile {
  let configuration: TrainingConfiguration
  let teacher: [OptionSetting]
  let environment: [OptionSetting]
  let parameters: [Environment.Parameter]

  /// The file's content, with the version of the library that the run was started with.
  func text(version: String = LibraryVersion.loaded) -> String {
    JSONText.object([
      ("teachdrl_version", .string(version)),
      ("exp_name", .string(configuration.experimentName)),
      ("seed", .unsigned(configuration.seed)),
      ("teacher", part(configuration.teacher, teacher)),
      ("environment", part(configuration.environment, environment)),
      ("task_space", .array(parameters.map(taskParameter))),
      ("student", student),
      ("epochs", .integer(configuration.epochs)),
      ("steps_per_ep", .integer(configuration.stepsPerEpoch)),
      ("max_ep_len", .integer(configuration.maxEpisodeSteps)),
      ("buf_size", .integer(configuration.replayCapacity)),
      ("nb_test_episodes", .integer(configuration.testEpisodeCount)),
      ("train_freq", .integer(configuration.stepsPerUpdate)),
    ]).text() + "\n"
  }

  private var student: JSONText {
    .object([
      ("hidden_sizes", .array(configuration.student.hiddenSizes.map { .integer($0) })),
      ("gamma", .number(configuration.student.discount)),
      ("ent_coef", .number(configuration.student.entropyCoefficient)),
      ("lr", .number(configuration.student.learningRate)),
      ("polyak", .number(configuration.student.polyak)),
      ("batch_size", .integer(configuration.student.batchSize)),
    ])
  }

  private func part(_ name: String, _ options: [OptionSetting]) -> JSONText {
    .object([
      ("name", .string(name)),
      ("options", .object(options.map { ($0.name, .string($0.value)) })),
    ])
  }

  private func taskParameter(_ parameter: Environment.Parameter) -> JSONText {
    .object([
      ("name", .string(parameter.name)), ("low", .number(parameter.low)), ("high", .number(parameter.high)),
    ])
  }
}
