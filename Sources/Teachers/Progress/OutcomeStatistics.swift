import SavedState

/// What a student reaches on the whole.
struct OutcomeStatistics: Equatable {
  /// How many episodes weigh in a mean.
  static let window = 100

  private(set) var returns = RecentMean()
  private(set) var successes = RecentMean()
  /// The learning progress that the teacher computes itself.
  private(set) var learningProgress = RecentMean()
  /// The newest reward, and how many in a row were the same.
  private var newestReward = 0.0
  private(set) var equalRewards = 0
  /// How many successes, or failures, the newest in a row are.
  private(set) var fullSuccesses = 0
  private(set) var failures = 0

  /// Adds an episode; NaN is what is not known.
  @inline(__always)
  mutating func add(episodeReturn: Double, success: Double, reward: Double) {
    if !episodeReturn.isNaN { returns.add(episodeReturn, window: Self.window) }
    if !success.isNaN {
      successes.add(success, window: Self.window)
      fullSuccesses = success >= 1 ? fullSuccesses + 1 : 0
      failures = success <= 0 ? failures + 1 : 0
    }
    if !reward.isNaN {
      equalRewards = reward == newestReward || equalRewards == 0 ? equalRewards + 1 : 1
      newestReward = reward
    }
  }

  @inline(__always)
  mutating func add(learningProgress progress: Double) {
    // It can be a little above the largest difference of two rewards.
    if !progress.isNaN { learningProgress.add(min(progress, 1e101), window: Self.window) }
  }
}

extension OutcomeStatistics {
  func save(to state: inout StateWriter) {
    for mean in [returns, successes, learningProgress] { mean.save(to: &state) }
    state.write(newestReward)
    for count in [equalRewards, fullSuccesses, failures] { state.write(count) }
  }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    returns = try RecentMean(from: &state)
    successes = try RecentMean(from: &state)
    learningProgress = try RecentMean(from: &state)
    newestReward = try state.readDouble(in: SavedRange.mean, "the newest reward")
    equalRewards = try state.readInt(in: SavedRange.count, "the number of equal rewards")
    fullSuccesses = try state.readInt(in: SavedRange.count, "the number of successes in a row")
    failures = try state.readInt(in: SavedRange.count, "the number of failures in a row")
  }
}
