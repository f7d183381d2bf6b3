import SavedState

/// What was reached in one region of a task space.
struct RegionOutcome: Equatable {
  /// Fewer episodes than this say nothing about a region.
  static let fewest = 10
  /// The mean success from which a region counts as mastered.
  static let masteredSuccess = 0.75

  private(set) var returns = RecentMean()
  /// The mean over a window four times as long.
  private(set) var slowMean = 0.0
  /// The highest mean so far, from `fewest` episodes on; the mean of the first before.
  private(set) var peak = 0.0
  private(set) var successes = RecentMean()
  private(set) var successPeak = 0.0

  /// Whether it is known how well the student does.
  var isKnown: Bool { returns.count >= Self.fewest }
  /// Whether it is known how far the student succeeds.
  var hasSuccess: Bool { successes.count >= Self.fewest }
  /// Whether the student once succeeded often enough.
  var wasMastered: Bool { hasSuccess && successPeak >= Self.masteredSuccess }
  /// Whether the student succeeds often enough.
  var isMastered: Bool { hasSuccess && successes.mean >= Self.masteredSuccess }
  /// How far the mean return has lately changed.
  var progress: Double { abs(returns.storedMean - slowMean) }
  /// How far the mean return lies below its highest.
  var returnLoss: Double { max(0, peak - returns.storedMean) }
  /// How far the mean success lies below its highest.
  var successLoss: Double { max(0, successPeak - successes.storedMean) }

  /// Adds an episode; NaN is what is not known.
  @inline(__always)
  mutating func add(episodeReturn: Double, success: Double, window: Int) {
    if !episodeReturn.isNaN {
      returns.add(episodeReturn, window: window)
      slowMean += (episodeReturn - slowMean) / Double(min(returns.count, 4 * window))
      if returns.count <= Self.fewest || returns.storedMean > peak { peak = returns.storedMean }
    }
    if !success.isNaN {
      successes.add(success, window: window)
      if successes.count <= Self.fewest || successes.storedMean > successPeak { successPeak = successes.storedMean }
    }
  }
}

/// What was reached in each region of a division of a task space.
final class RegionOutcomes {
  /// How many episodes of a region weigh in its means.
  let window: Int
  private let regions: UnsafeMutableBufferPointer<RegionOutcome>

  init(count: Int, window: Int) {
    self.window = window
    regions = .allocate(capacity: count)
    regions.initialize(repeating: RegionOutcome())
  }

  deinit { regions.deallocate() }

  /// All regions.
  var all: UnsafeBufferPointer<RegionOutcome> { UnsafeBufferPointer(regions) }

  subscript(index: Int) -> RegionOutcome { regions[index] }

  @inline(__always)
  func add(episodeReturn: Double, success: Double, to region: Int) {
    regions[region].add(episodeReturn: episodeReturn, success: success, window: window)
  }

  /// The mean of a number over the regions that it is known of; NaN if it is known of none.
  ///
  /// - Complexity: O(regions).
  func mean(_ number: (RegionOutcome) -> Double, where isKnown: (RegionOutcome) -> Bool) -> Double {
    var sum = 0.0
    var count = 0
    for region in regions where isKnown(region) {
      sum += number(region)
      count += 1
    }
    return count > 0 ? sum / Double(count) : .nan
  }
}

// MARK: - Saved state

extension RegionOutcome {
  fileprivate func save(to state: inout StateWriter) {
    returns.save(to: &state)
    state.write(slowMean)
    state.write(peak)
    successes.save(to: &state)
    state.write(successPeak)
  }

  fileprivate init(from state: inout StateReader) throws(StateError) {
    returns = try RecentMean(from: &state)
    slowMean = try state.readDouble(in: SavedRange.mean, "a mean return")
    peak = try state.readDouble(in: SavedRange.mean, "the highest mean return")
    successes = try RecentMean(from: &state)
    successPeak = try state.readDouble(in: SavedRange.mean, "the highest mean success")
  }
}

extension RegionOutcomes {
  /// Writes the regions in which something was played.
  func save(to state: inout StateWriter) {
    let played = regions.indices.filter { regions[$0] != RegionOutcome() }
    state.write(played.count)
    for region in played {
      state.write(region)
      regions[region].save(to: &state)
    }
  }

  func restore(from state: inout StateReader) throws(StateError) {
    var least = 0
    for _ in 0..<(try state.readCount(ofSize: 80, atMost: regions.count, "the number of regions that were played")) {
      guard least < regions.count else { throw .damaged("a region is out of range") }
      let region = try state.readInt(in: least...(regions.count - 1), "a region that was played")
      regions[region] = try RegionOutcome(from: &state)
      least = region + 1
    }
  }
}
