import Glibc
import Numerics

/// Finds the cut of a region that parts it best: of some random ones, the one whose sides differ most in progress.
struct RegionSplitter {
  /// Where a region is cut: a pair on the threshold belongs to the left side.
  struct Cut {
    let dimension: Int
    let threshold: Double
  }

  /// How many times a candidate is drawn until it leaves enough pairs on both sides.
  private static let largestDrawCount = 10_000.0
  /// No side becomes narrower than this share of the task space, whatever the options say.
  private static let leastRangeRatio = 1e-9

  private let taskSpace: Box
  private let settings: RegionSettings
  /// For each dimension the thresholds that leave enough pairs on both sides, lower bound included, upper bound not; and
  /// their share of the region's width.
  private var lowest: [Double]
  private var highest: [Double]
  private var shares: [Double]
  // Scratch, a region's pairs at a time.
  private var columns: [Double] = []
  private var sorted: [Double] = []
  private var rewards: [Double] = []
  private var left: [Double] = []
  private var right: [Double] = []

  init(taskSpace: Box, settings: RegionSettings) {
    self.taskSpace = taskSpace
    self.settings = settings
    lowest = Array(repeating: 0, count: taskSpace.dimension)
    highest = lowest
    shares = lowest
  }

  /// The best of `settings.attempts` candidates, the last among equals; nil when none is valid.
  ///
  /// A candidate is a random dimension and a threshold uniform in the region, drawn until both sides hold enough pairs.
  /// That is the same as drawing among the thresholds that leave enough, which takes one draw; the chance that the
  /// largest number of draws would not have met one is kept. A candidate is valid if both sides are wide enough.
  ///
  /// - Parameter bounds: the region's lower bounds, then the upper ones.
  ///
  /// Complexity: O(dimension * n) expected for n pairs, and O(dimension + n) for each attempt.
  mutating func bestCut(
    of region: Int, in memory: RegionMemory, bounds: ArraySlice<Double>, using generator: inout Xoshiro256PlusPlus
  ) -> Cut? {
    let dimension = taskSpace.dimension
    findThresholds(of: region, in: memory, bounds: bounds)
    findRewards(of: region, in: memory)
    let chance = shares.reduce(0, +) / Double(dimension)
    guard chance > 0 else { return nil }
    let failure = pow(1 - min(chance, 1), Self.largestDrawCount)
    var best: Cut?
    var bestScore = -1.0
    for _ in 0..<settings.attempts {
      if failure > 0, generator.uniform() < failure { continue }
      let cut = drawCut(using: &generator)
      let low = bounds[bounds.startIndex + cut.dimension]
      let high = bounds[bounds.startIndex + dimension + cut.dimension]
      // A side without width would be cut for ever at the same threshold, by tasks that lie on it.
      let ratio = max(settings.smallestRangeRatio, Self.leastRangeRatio)
      let width = ratio * taskSpace.range(cut.dimension)
      guard cut.threshold > low, cut.threshold < high, cut.threshold - low >= width, high - cut.threshold >= width
      else { continue }
      let score = score(cut)
      if score >= bestScore { (best, bestScore) = (cut, score) }
    }
    return best
  }

  private mutating func findThresholds(of region: Int, in memory: RegionMemory, bounds: ArraySlice<Double>) {
    let dimension = taskSpace.dimension
    let count = memory.count(region)
    let side = settings.smallestSide
    columns.removeAll(keepingCapacity: true)
    for i in 0..<dimension {
      for pair in 0..<count { columns.append(memory.coordinate(memory.task(region, pair), i)) }
      let (low, high) = (bounds[bounds.startIndex + i], bounds[bounds.startIndex + dimension + i])
      (lowest[i], highest[i]) = (low, high)
      if side > 0 {
        guard 2 * side <= count else {
          shares[i] = 0
          continue
        }
        sorted.removeAll(keepingCapacity: true)
        sorted.append(contentsOf: columns[(i * count)...])
        sorted.sort()
        lowest[i] = max(low, sorted[side - 1])
        highest[i] = min(high, sorted[count - side])
      }
      shares[i] = high > low ? max(0, highest[i] - lowest[i]) / (high - low) : 0
    }
  }

  /// Copies the region's rewards, held within one range for all cuts if the settings say so.
  private mutating func findRewards(of region: Int, in memory: RegionMemory) {
    rewards.removeAll(keepingCapacity: true)
    memory.withRewards(region) { rewards.append(contentsOf: $0) }
    guard settings.holdsRewards, !rewards.isEmpty else { return }
    let range = rewards.withUnsafeBufferPointer { rewards in
      rewards.baseAddress.map { TypicalRange(of: $0, count: rewards.count) }
    }
    guard let range else { return }
    for pair in rewards.indices { rewards[pair] = range.clamp(rewards[pair]) }
  }

  /// Draws a cut among those that leave enough pairs on both sides, of which there are some.
  private func drawCut(using generator: inout Xoshiro256PlusPlus) -> Cut {
    let dimension = shares.withUnsafeBufferPointer { proportionalChoice($0, using: &generator) }
    let threshold = generator.uniform(from: lowest[dimension], to: highest[dimension])
    // Rounding may carry the draw to the upper bound, which is not among them.
    return Cut(dimension: dimension, threshold: threshold < highest[dimension] ? threshold : lowest[dimension])
  }

  private mutating func score(_ cut: Cut) -> Double {
    let count = rewards.count
    left.removeAll(keepingCapacity: true)
    right.removeAll(keepingCapacity: true)
    for pair in 0..<count {
      if columns[cut.dimension * count + pair] <= cut.threshold {
        left.append(rewards[pair])
      } else {
        right.append(rewards[pair])
      }
    }
    let difference = abs(
      left.withUnsafeBufferPointer { settings.progress(oldestFirst: $0) }
        - right.withUnsafeBufferPointer { settings.progress(oldestFirst: $0) })
    return switch settings.splitScore {
    case .difference: difference
    case .cardinality: Double(left.count) * Double(right.count) * difference
    }
  }
}
