extension TrainingConfiguration {
  /// The configuration of a run that is there, from its `config.json`.
  ///
  /// Throws a `FileError`, or a `RunFileError` where there is none or it is not what `ConfigurationFile` writes.
  public init(of directory: RunDirectory) throws {
    let path = directory.file(RunDirectory.configuration)
    guard let bytes = try contents(ofFile: path) else {
      throw RunFileError(path: path, problem: "is not there: \(directory.path) holds no run")
    }
    guard let file = JSONValue(bytes), let configuration = Self(file) else {
      throw RunFileError(path: path, problem: "is not the configuration of a run")
    }
    self = configuration
  }

  private init?(_ file: JSONValue) {
    guard let experimentName = file["exp_name"]?.string, let seed = file["seed"]?.unsigned,
      let teacher = file["teacher"]?["name"]?.string, let teacherOptions = settings(file["teacher"]),
      let environment = file["environment"]?["name"]?.string, let environmentOptions = settings(file["environment"]),
      let student = file["student"].flatMap(SoftActorCriticConfiguration.init(_:)),
      let epochs = file["epochs"]?.integer, let stepsPerEpoch = file["steps_per_ep"]?.integer,
      let maxEpisodeSteps = file["max_ep_len"]?.integer, let replayCapacity = file["buf_size"]?.integer,
      let testEpisodeCount = file["nb_test_episodes"]?.integer, let stepsPerUpdate = file["train_freq"]?.integer
    else { return nil }
    self.init()
    self.experimentName = experimentName
    self.seed = seed
    self.teacher = teacher
    self.teacherOptions = teacherOptions
    self.environment = environment
    self.environmentOptions = environmentOptions
    self.student = student
    self.epochs = epochs
    self.stepsPerEpoch = stepsPerEpoch
    self.maxEpisodeSteps = maxEpisodeSteps
    self.replayCapacity = replayCapacity
    self.testEpisodeCount = testEpisodeCount
    self.stepsPerUpdate = stepsPerUpdate
  }
}

extension RunDirectory {
  /// The version of the library that a run was started with; nil where its `config.json` does not say.
  public func libraryVersion() throws -> String? {
    try contents(ofFile: file(Self.configuration)).flatMap { JSONValue($0) }?["teachdrl_version"]?.string
  }
}

extension SoftActorCriticConfiguration {
  fileprivate init?(_ file: JSONValue) {
    guard let sizes = file["hidden_sizes"]?.elements?.map(\.integer), sizes.allSatisfy({ $0 != nil }),
      let discount = file["gamma"]?.double, let entropyCoefficient = file["ent_coef"]?.double,
      let learningRate = file["lr"]?.double, let polyak = file["polyak"]?.double,
      let batchSize = file["batch_size"]?.integer
    else { return nil }
    self.init(
      hiddenSizes: sizes.compactMap { $0 }, discount: discount, entropyCoefficient: entropyCoefficient,
      learningRate: learningRate, polyak: polyak, batchSize: batchSize)
  }
}

/// The options of a teacher or an environment, in the order of their names.
private func settings(_ part: JSONValue?) -> [OptionSetting]? {
  guard let members = part?["options"]?.members, members.values.allSatisfy({ $0.string != nil }) else { return nil }
  return members.sorted { $0.key < $1.key }.compactMap { name, value in value.string.map { OptionSetting(name, $0) } }
}
