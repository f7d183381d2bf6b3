import Testing

@testable import Student

struct SoftActorCriticConfigurationTests {
  @Test func defaultsArePublished() throws {
    let configuration = SoftActorCriticConfiguration()
    try configuration.validate()
    #expect(configuration.hiddenSizes == [400, 300])
    #expect(configuration.discount == 0.99 && configuration.entropyCoefficient == 0.005)
    #expect(configuration.learningRate == 1e-3 && configuration.polyak == 0.995 && configuration.batchSize == 1000)
  }

  @Test func saysWhatIsWrong() throws {
    let mistakes: [(String, (inout SoftActorCriticConfiguration) -> Void)] = [
      ("l", { $0.hiddenSizes = [] }), ("hid", { $0.hiddenSizes = [4, 0] }),
      ("hid", { $0.hiddenSizes = [.max] }), ("gamma", { $0.discount = -0.1 }),
      ("gamma", { $0.discount = 1.1 }), ("gamma", { $0.discount = .nan }),
      ("ent_coef", { $0.entropyCoefficient = -1 }),
      ("ent_coef", { $0.entropyCoefficient = .infinity }), ("lr", { $0.learningRate = -1 }),
      ("lr", { $0.learningRate = .nan }), ("polyak", { $0.polyak = 2 }), ("polyak", { $0.polyak = .nan }),
      ("batch_size", { $0.batchSize = 0 }), ("batch_size", { $0.batchSize = .max }),
      ("buf_size", { $0.replayCapacity = 0 }), ("train_freq", { $0.stepsPerUpdate = 0 }),
      ("start_steps", { $0.startSteps = -1 }),
    ]
    for (name, change) in mistakes {
      var configuration = SoftActorCriticConfiguration()
      change(&configuration)
      let error = try #require(throws: ConfigurationError.self) { try configuration.validate() }
      #expect(error.description.hasPrefix(name))
      #expect(throws: error) {
        try SoftActorCritic(observationSize: 1, actionSize: 1, configuration: configuration, seed: 0)
      }
    }
  }
}
