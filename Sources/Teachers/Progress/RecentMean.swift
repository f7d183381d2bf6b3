import SavedState

/// The mean and the variance of numbers that come one at a time: of all of them, until there are as many as a window *N*
/// holds, and then with weights that fall by a factor of 1 - 1 / *N* from each number to the one before.
///
///     a = 1 / min(n, N)
///     mean <- mean + a (x - mean)
///     variance <- (1 - a) (variance + a (x - mean)^2)
///
/// Finch, "Incremental calculation of weighted mean and variance" (2009), equations 124 and 143.
struct RecentMean: Equatable {
  /// How many numbers came so far.
  private(set) var count = 0
  private(set) var storedMean = 0.0
  private(set) var storedVariance = 0.0

  /// NaN before the first number.
  var mean: Double { count > 0 ? storedMean : .nan }
  /// NaN before the first number.
  var variance: Double { count > 0 ? storedVariance : .nan }

  /// Adds a number that is at most 1e100 from 0.
  @inline(__always)
  mutating func add(_ number: Double, window: Int) {
    count += 1
    let rate = 1 / Double(min(count, window))
    let difference = number - storedMean
    storedMean += rate * difference
    storedVariance = (1 - rate) * (storedVariance + rate * difference * difference)
  }
}

extension RecentMean {
  func save(to state: inout StateWriter) {
    state.write(count)
    state.write(storedMean)
    state.write(storedVariance)
  }

  init(from state: inout StateReader) throws(StateError) {
    count = try state.readInt(in: SavedRange.count, "how many numbers a mean is of")
    storedMean = try state.readDouble(in: SavedRange.mean, "a mean")
    storedVariance = try state.readDouble(in: SavedRange.variance, "a variance")
  }
}
