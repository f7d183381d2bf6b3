extension SoftActorCriticConfiguration {
  /// What `config.json` holds of the settings.
  static var members: StudentMembers {
    StudentMembers(
      settings: [
        .sizes("hidden_sizes", \.softActorCritic.hiddenSizes), .number("gamma", \.softActorCritic.discount),
        .number("ent_coef", \.softActorCritic.entropyCoefficient), .number("lr", \.softActorCritic.learningRate),
        .number("polyak", \.softActorCritic.polyak), .integer("batch_size", \.softActorCritic.batchSize),
      ],
      memory: [.integer("buf_size", \.softActorCritic.replayCapacity)],
      pace: [
        .integer("train_freq", \.softActorCritic.stepsPerUpdate),
        .integer("start_steps", \.softActorCritic.startSteps, isInEveryFile: false),
      ])
  }
}
