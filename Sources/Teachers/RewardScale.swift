import Arguments
import Numerics

/// How an episode's signal, its return for one, becomes a task's reward: rescaled linearly from a range to [0, 1], or as it is.
struct RewardScale {
  /// A reward further from 0 counts as this far: its squares and their sums stay finite.
  static let largestReward = 1e100

  private let range: (low: Double, high: Double)?

  /// Returns as they are.
  init() { range = nil }

  /// Rescales from a range of rewards.
  init(_ range: TypicalRange) { self.range = (range.low, range.high) }

  /// The scale that the option `reward_range` asks for; returns as they are if the teacher finds the range itself.
  ///
  /// - Throws: `UsageError` if the numbers do not ascend.
  init(_ options: OptionValues) throws(UsageError) {
    guard case .chosen(let numbers?) = options[CommonOptions.rewardRange] else {
      range = nil
      return
    }
    guard numbers.count == 2, numbers[0] < numbers[1], (numbers[1] - numbers[0]).isFinite else {
      throw UsageError.invalidArgument(
        "option 'reward_range' is '\(options.text(of: CommonOptions.rewardRange.description))'; "
          + "it must be two numbers, the lower one first, as in '-150,350'")
    }
    range = (numbers[0], numbers[1])
  }

  /// The reward of a finite return: rescaled and held within [0, 1], or held within 1e100 of 0. NaN for NaN.
  func reward(_ episodeReturn: Double) -> Double {
    guard !episodeReturn.isNaN else { return .nan }
    guard let range else { return min(max(episodeReturn, -Self.largestReward), Self.largestReward) }
    // A range without width tells no two returns apart.
    guard range.low < range.high else { return 0 }
    return min(max((episodeReturn - range.low) / (range.high - range.low), 0), 1)
  }
}
