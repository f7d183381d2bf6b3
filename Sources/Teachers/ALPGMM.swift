import Arguments
import Numerics
import SavedState
import Tasks

/// Proposes tasks where the absolute learning progress is high, by mixtures of Gaussians over tasks and progress.
///
/// Portelas, Colas, Hofmann and Oudeyer, "Teacher algorithms for curriculum learning of Deep RL in continuously
/// parameterized environments" (2019), algorithm 1.
struct ALPGMM: MixtureTeacher {
  static let name = "ALP-GMM"
  static let documentation =
    "proposes tasks where the absolute learning progress is high, by mixtures of Gaussians over tasks and progress"
  static let dimensions = 1...64
  static let briefUses = [
    BriefUse([("fit_rate", "6"), ("max_k", "2"), ("warm_start", "true")]),
    // Until the tree of neighbors has grown.
    BriefUse([("fit_rate", "100"), ("max_k", "2")], episodes: 150),
  ]

  static let criterion = Option<InformationCriterion>.choice(
    "gmm_fitness", default: .aic, "criterion that chooses the number of components")
  static let restarts = Option.integer(
    "nb_em_init", default: 1, in: 1...1000, "starts of EM for each number of components, of which the likeliest counts")
  static let warmStart = Option.boolean(
    "warm_start", default: false, "start EM from the last fit with as many components")
  static let memory = Option.integer(
    "alp_max_size", default: nil, in: 1...1_000_000_000,
    "newest episodes among which a task's nearest neighbor is looked for; off: all")
  static let options =
    MixtureCurriculum.options
    + [criterion.description, restarts.description, warmStart.description, memory.description]

  private var progress: AbsoluteLearningProgress
  private(set) var curriculum: MixtureCurriculum
  private(set) var learningProgress = Double.nan
  private var generator: Xoshiro256PlusPlus

  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) {
    let settings = MixtureSettings(
      components: MixtureCurriculum.components(options), criterion: options[Self.criterion],
      restarts: options[Self.restarts], warmStart: options[Self.warmStart],
      threads: options[MixtureCurriculum.threads])
    progress = AbsoluteLearningProgress(dimension: taskSpace.dimension, memory: options[Self.memory])
    curriculum = MixtureCurriculum(
      taskSpace: taskSpace, extraCoordinates: 1, rewardsPerUpdate: 2, settings: settings, options: options,
      workers: workers)
    generator = Xoshiro256PlusPlus(seed: seed)
  }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    curriculum.sampleTask(into: task, using: &generator)
    return Proposal()
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome) {
    let earlier = progress.update(task: task, reward: reward)
    learningProgress = abs(reward - earlier)
    guard curriculum.append(task: task, rewards: reward, earlier) else { return }
    let alpCoordinate = task.count
    curriculum.fit(using: &generator) { vectors, _, rewards in
      vectors.append(abs(rewards[0] - rewards[1]))
    } weight: { mixture, component in
      // "Proportionally to its mean ALP": the last coordinate of the component's mean.
      mixture.mean(of: component, coordinate: alpCoordinate)
    }
  }

  static func effective(_ options: OptionValues, taskSpace: TaskSpace) throws(UsageError) -> OptionValues {
    try MixtureCurriculum.effective(options)
  }
}

extension ALPGMM {
  func save(to state: inout StateWriter) {
    generator.save(to: &state)
    progress.save(to: &state)
    curriculum.save(to: &state)
  }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    generator = try Xoshiro256PlusPlus(from: &state)
    try progress.restore(from: &state)
    try curriculum.restore(from: &state)
  }
}
