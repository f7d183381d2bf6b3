import Arguments

/// What becomes of an episode's return before a teacher gets it as the task's reward.
struct RewardScale {
  /// A reward further from 0 counts as this far: its squares and their sums stay finite.
  static let largestReward = 1e100

  private let range: (low: Double, high: Double)?

  /// Rescales from a range (two numbers, ascending) to [0, 1], or not at all.
  init(range: [Double]?) throws(UsageError) {
    guard let range else {
      self.range = nil
      return
    }
    guard range.count == 2, range[0] < range[1], (range[1] - range[0]).isFinite else {
      throw UsageError.invalidArgument(
        "option 'reward_range' is '\(range.map { "\($0)" }.joined(separator: ","))'; "
          + "it must be two numbers, the lower one first, as in '-150,350'")
    }
    self.range = (range[0], range[1])
  }

  /// Rescales from a range whose bounds ascend, with a finite difference.
  init(low: Double, high: Double) { range = (low, high) }

  /// The reward of a finite return: rescaled linearly and held within [0, 1], or held within 1e100 of 0.
  func reward(_ episodeReturn: Double) -> Double {
    guard let range else { return min(max(episodeReturn, -Self.largestReward), Self.largestReward) }
    return min(max((episodeReturn - range.low) / (range.high - range.low), 0), 1)
  }
}
