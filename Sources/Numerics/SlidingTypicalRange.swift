/// The `TypicalRange` of numbers that come and go one at a time.
///
/// It follows from the lowest and the highest number of those that are not left out, and, if these are equal, of all.
/// Each of these bounds stays the same as long as the numbers beyond it are as many as must be. So a change costs a few
/// comparisons, and only if a bound is no longer right must the caller compute the range anew.
public struct SlidingTypicalRange: Sendable {
  /// The range.
  public let range: TypicalRange
  private let trim: Int
  private var count: Int
  /// The bounds that the numbers are counted by. Those at the upper end are negated, so that all are counted upwards.
  ///
  /// The first two are the lowest and the highest number that is not left out. The others are the lowest and the highest
  /// of all, or, where the range does not depend on these, the bounds of the range.
  private let bounds: SIMD4<Double>
  /// How many numbers may be less than each bound.
  private let most: SIMD4<Double>
  /// More numbers than this must be less than each bound or equal to it.
  private let least: SIMD4<Double>
  private var less = SIMD4<Double>(repeating: 0)
  private var lessOrEqual = SIMD4<Double>(repeating: 0)

  /// The range of numbers, at least one, whose differences are far from overflowing.
  ///
  /// Complexity: O(`count`), without allocating.
  public init(of numbers: UnsafePointer<Double>, count: Int) {
    let extremes = Extremes(of: numbers, count: count)
    let (lowest, highest, rank) = (extremes.lowest, extremes.highest, Double(extremes.trim))
    trim = extremes.trim
    self.count = count
    range = TypicalRange(extremes)
    if lowest[trim] < highest[trim] {
      bounds = SIMD4(lowest[trim], -highest[trim], range.low, -range.high)
      most = SIMD4(rank, rank, .infinity, .infinity)
      least = SIMD4(rank, rank, -1, -1)
    } else {
      bounds = SIMD4(lowest[trim], -highest[trim], lowest[0], -highest[0])
      most = SIMD4(rank, rank, 0, 0)
      least = most
    }
    for i in 0..<count { add(numbers[i], 1) }
  }

  /// Whether a number lies outside the range.
  public var isExceeded: Bool { less[2] + less[3] > 0 }

  /// Adds a number, and removes one of those that are there.
  ///
  /// - Returns: Whether the range is still the same. If not, it must be computed anew; this one is of no more use.
  public mutating func add(_ number: Double, removing old: Double?) -> Bool {
    add(number, 1)
    if let old { add(old, -1) } else { count += 1 }
    let wrong = SIMD4<Double>(repeating: 0).replacing(with: 1, where: (less .> most) .| (lessOrEqual .<= least))
    return wrong.sum() == 0 && Extremes.trim(count) == trim
  }

  @inline(__always)
  private mutating func add(_ number: Double, _ times: Double) {
    let numbers = SIMD4(number, -number, number, -number)
    let zero = SIMD4<Double>(repeating: 0)
    less += zero.replacing(with: times, where: numbers .< bounds)
    lessOrEqual += zero.replacing(with: times, where: numbers .<= bounds)
  }
}
