/// A student's algorithm with its settings: the list of the students that there are.
public enum StudentConfiguration: Sendable, Equatable {
  /// Soft Actor-Critic, the published student.
  case softActorCritic(SoftActorCriticConfiguration)
  /// Proximal Policy Optimization, which takes many environments at once and a hundredth of the time a step.
  case proximalPolicyOptimization(ProximalPolicyOptimizationConfiguration)

  /// The names of the students on the command line and in files; the first is the default.
  public static let names = ["sac", "ppo"]

  /// The student of that name with its default settings; nil if there is none.
  public init?(named name: String) {
    switch name {
    case "sac": self = .softActorCritic(SoftActorCriticConfiguration())
    case "ppo": self = .proximalPolicyOptimization(ProximalPolicyOptimizationConfiguration())
    default: return nil
    }
  }

  /// The student's name on the command line and in files.
  public var name: String {
    switch self {
    case .softActorCritic: "sac"
    case .proximalPolicyOptimization: "ppo"
    }
  }

  /// What a file's metadata call the algorithm.
  var algorithm: String {
    switch self {
    case .softActorCritic: "soft-actor-critic"
    case .proximalPolicyOptimization: "proximal-policy-optimization"
    }
  }

  /// The policy that a file holds, of whichever student; nil if it holds none.
  static func policy(in file: SafeTensors) -> (any ActionPolicy)? {
    switch file.metadata("algorithm") {
    case "soft-actor-critic": Actor(file)
    case "proximal-policy-optimization": GaussianActor(file)
    default: nil
    }
  }

  /// Throws if a setting cannot be used, and says which and why, in the command line's names.
  func validate() throws(ConfigurationError) {
    switch self {
    case .softActorCritic(let settings): try settings.validate()
    case .proximalPolicyOptimization(let settings): try settings.validate()
    }
  }

  /// How many steps, a run's first, have random actions.
  var randomStepCount: Int {
    switch self {
    case .softActorCritic(let settings): settings.randomStepCount
    case .proximalPolicyOptimization: 0
    }
  }

  /// A student that has learnt nothing.
  ///
  /// - Parameters:
  ///   - seeds: A run's seeds.
  ///   - threadCount: How many threads an update uses; it changes nothing but the time.
  func makeLearner(
    observationSize: Int, actionSize: Int, seeds: TrainingSeeds, threadCount: Int
  ) throws(ConfigurationError) -> any Learner {
    switch self {
    case .softActorCritic(let settings):
      try SoftActorCriticLearner(
        observationSize: observationSize, actionSize: actionSize, configuration: settings, seeds: seeds,
        threadCount: threadCount)
    case .proximalPolicyOptimization(let settings):
      try ProximalPolicyOptimizationLearner(
        observationSize: observationSize, actionSize: actionSize, configuration: settings, seeds: seeds,
        threadCount: threadCount)
    }
  }

  /// How much memory a run of so many steps takes at most.
  func memoryNeed(observationSize: Int, actionSize: Int, totalSteps: Int) -> MemoryNeed {
    switch self {
    case .softActorCritic(let settings):
      settings.memoryNeed(observationSize: observationSize, actionSize: actionSize, totalSteps: totalSteps)
    case .proximalPolicyOptimization(let settings):
      settings.memoryNeed(observationSize: observationSize, actionSize: actionSize)
    }
  }
}

extension StudentConfiguration {
  /// The settings of Soft Actor-Critic: those of this student, or the defaults if it is another.
  var softActorCritic: SoftActorCriticConfiguration {
    get {
      switch self {
      case .softActorCritic(let settings): settings
      case .proximalPolicyOptimization: SoftActorCriticConfiguration()
      }
    }
    set { self = .softActorCritic(newValue) }
  }

  /// The settings of Proximal Policy Optimization, likewise.
  var proximalPolicyOptimization: ProximalPolicyOptimizationConfiguration {
    get {
      switch self {
      case .softActorCritic: ProximalPolicyOptimizationConfiguration()
      case .proximalPolicyOptimization(let settings): settings
      }
    }
    set { self = .proximalPolicyOptimization(newValue) }
  }
}

extension TrainingConfiguration {
  /// The settings of Soft Actor-Critic: those of the run's student, or the defaults if it is another. Setting them makes
  /// it the run's student.
  public var softActorCritic: SoftActorCriticConfiguration {
    get { student.softActorCritic }
    set { student.softActorCritic = newValue }
  }

  /// The settings of Proximal Policy Optimization, likewise.
  public var proximalPolicyOptimization: ProximalPolicyOptimizationConfiguration {
    get { student.proximalPolicyOptimization }
    set { student.proximalPolicyOptimization = newValue }
  }
}
