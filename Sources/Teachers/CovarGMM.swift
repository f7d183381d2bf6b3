import Arguments
import Numerics
import SavedState
import Tasks

/// Proposes tasks where the reward grows with time, by mixtures of Gaussians over tasks, time and reward.
///
/// Moulin-Frier, Nguyen and Oudeyer, "Self-organization of early vocal development in infants and machines" (2014), as
/// Portelas et al. (2019) use it for comparison.
struct CovarGMM: MixtureTeacher {
  static let name = "Covar-GMM"
  static let documentation =
    "proposes tasks where the reward grows with time, by mixtures of Gaussians over tasks, time and reward"
  static let dimensions = 1...64
  static let briefUses = [BriefUse([("fit_rate", "6"), ("max_k", "2")])]

  static let absoluteProgress = Option.boolean(
    "absolute_lp", default: false, "count falling rewards as progress too")
  static let options = MixtureCurriculum.options + [absoluteProgress.description]

  private let countsFallingRewards: Bool
  private(set) var curriculum: MixtureCurriculum
  private var generator: Xoshiro256PlusPlus

  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) {
    let settings = MixtureSettings(
      components: MixtureCurriculum.components(options), threads: options[MixtureCurriculum.threads])
    curriculum = MixtureCurriculum(
      taskSpace: taskSpace, extraCoordinates: 2, rewardsPerUpdate: 1, settings: settings, options: options,
      workers: workers)
    countsFallingRewards = options[Self.absoluteProgress]
    generator = Xoshiro256PlusPlus(seed: seed)
  }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    curriculum.sampleTask(into: task, using: &generator)
    return Proposal()
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome) {
    guard curriculum.append(task: task, rewards: reward) else { return }
    let (time, rewards) = (task.count, task.count + 1)
    let countsFallingRewards = countsFallingRewards
    curriculum.fit(using: &generator) { vectors, batchTime, rewards in
      vectors.append(batchTime)
      vectors.append(rewards[0])
    } weight: { mixture, component in
      let covariance = mixture.covariance(of: component, time, rewards)
      return countsFallingRewards ? abs(covariance) : covariance
    }
  }

  static func effective(_ options: OptionValues, taskSpace: TaskSpace) throws(UsageError) -> OptionValues {
    try MixtureCurriculum.effective(options)
  }
}

extension CovarGMM {
  func save(to state: inout StateWriter) {
    generator.save(to: &state)
    curriculum.save(to: &state)
  }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    generator = try Xoshiro256PlusPlus(from: &state)
    try curriculum.restore(from: &state)
  }
}
