import TeachDRL

/// How much memory a run takes at most, in bytes.
public struct MemoryNeed: Sendable, Equatable {
  /// The networks, and what learns them: gradients, moments, a batch's activations, a copy for checkpoints.
  public let networks: Int
  /// What the student learns from, once it has seen as much as it keeps.
  public let replay: Int
  /// Both.
  public var total: Int { networks + replay }
}

extension TrainingConfiguration {
  /// How much memory the run takes at most.
  ///
  /// - Throws: A `ConfigurationError` or a `LibraryError` if there can be no such run.
  public func memoryNeed() throws -> MemoryNeed {
    try validate()
    let environment = try Environment(environment, options: environmentOptions, seed: seed)
    return student.memoryNeed(
      observationSize: environment.observationSize, actionSize: environment.actionSize, totalSteps: totalSteps)
  }
}
