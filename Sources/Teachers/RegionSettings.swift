import Arguments
import Numerics

/// RIAC's hyperparameters.
struct RegionSettings {
  /// What the cuts of a region are compared by.
  enum SplitScore: String, CaseIterable, Sendable {
    /// The difference of the sides' progress, as Portelas et al. published it.
    case difference
    /// The difference times the sides' numbers of pairs (Baranes and Oudeyer 2009).
    case cardinality
  }

  static let largestRegionSize = Option.integer(
    "max_region_size", default: 200, in: 2...100_000, "pairs beyond which a region is split")
  static let progressWindow = Option.integer(
    "alp_window_size", default: nil, in: 2...100_000,
    "newest pairs of a region that its progress is computed from; off: max_region_size")
  static let attempts = Option.integer(
    "nb_split_attempts", default: 50, in: 1...100_000, "random cuts of which the best splits a region")
  static let samplesInLeavesOnly = Option.boolean(
    "sampling_in_leaves_only", default: false, "draw tasks from the leaves of the tree only, not from all its regions")
  static let smallestSide = Option.number(
    "min_reg_size", default: nil, in: 0...100_000,
    "pairs that both sides of a cut must hold; off: max_region_size / 20")
  static let smallestRangeRatio = Option.number(
    "min_dims_range_ratio", default: 1.0 / 15, in: 0...1,
    "width that both sides of a cut must have, as a share of the task space's; at least 1e-9 counts")
  static let discardRatio = Option.number(
    "discard_ratio", default: 0.25, in: 0...1,
    "share of max_region_size, the oldest pairs, that a region forgets when no cut will do")
  static let splitScore = Option<SplitScore>.choice(
    "split_score", default: .difference,
    "what cuts are compared by: the difference of the sides' progress, or that times both sides' numbers of pairs")
  static let options = [
    largestRegionSize.description, progressWindow.description, attempts.description, samplesInLeavesOnly.description,
    smallestSide.description, smallestRangeRatio.description, discardRatio.description, splitScore.description,
  ]

  let largestRegionSize: Int
  let progressWindow: Int
  let attempts: Int
  let samplesInLeavesOnly: Bool
  /// The least whole number of pairs on either side of a cut.
  let smallestSide: Int
  let smallestRangeRatio: Double
  /// How many pairs a region forgets when no cut will do.
  let forgottenCount: Int
  let splitScore: SplitScore
  /// Whether rewards count as no farther out than the bounds of their `TypicalRange`.
  let holdsRewards: Bool

  /// The options with the values that `off` stands for.
  static func effective(_ options: OptionValues) -> OptionValues {
    let settings = RegionSettings(options)
    var options = options
    if options[progressWindow] == nil { options.set(progressWindow, to: "\(settings.progressWindow)") }
    if options[smallestSide] == nil { options.set(smallestSide, to: "\(settings.smallestSide)") }
    return options
  }

  init(_ options: OptionValues) {
    let largest = options[Self.largestRegionSize]
    largestRegionSize = largest
    progressWindow = options[Self.progressWindow] ?? largest
    attempts = options[Self.attempts]
    samplesInLeavesOnly = options[Self.samplesInLeavesOnly]
    smallestSide = Int((options[Self.smallestSide] ?? Double(largest) / 20).rounded(.up))
    smallestRangeRatio = options[Self.smallestRangeRatio]
    forgottenCount = Int((Double(largest) * options[Self.discardRatio]).rounded(.down))
    splitScore = options[Self.splitScore]
    holdsRewards = CommonOptions.findsRewardRange(options)
  }

  /// The absolute learning progress that rewards show, the oldest first: over the newest `progressWindow`, how far the
  /// means of the older and the newer half lie apart; 0 for fewer than 3.
  ///
  /// - Parameter range: What rewards are held within; nil: they count as they are.
  func progress(oldestFirst rewards: UnsafeBufferPointer<Double>, within range: TypicalRange? = nil) -> Double {
    let count = min(rewards.count, progressWindow)
    guard rewards.count >= 3, let base = rewards.baseAddress else { return 0 }
    let newer = count / 2
    let older = count - newer
    let start = base + (rewards.count - count)
    guard let range else {
      return abs(sum(start, count: older) / Double(older) - sum(start + older, count: newer) / Double(newer))
    }
    return abs(
      sum(start, count: older, within: range) / Double(older)
        - sum(start + older, count: newer, within: range) / Double(newer))
  }
}
