/// The range in which numbers count as they are, while those farther out count as its nearest bound: that of most of the
/// numbers, widened at each end by its own width.
///
/// Most numbers are all but the lowest and the highest 1 %, which are 1 to 8 numbers at each end: a few numbers far from
/// all others do not widen the range. If the rest are all equal, those few are all that tells the numbers apart, and the
/// range is made from all numbers.
///
/// For numbers times a power of two the range is exactly this range times that power, as long as nothing underflows.
public struct TypicalRange: Sendable, Equatable {
  /// The lower bound.
  public let low: Double
  /// The upper bound; the lower one, if all numbers are equal.
  public let high: Double

  /// The range of numbers, at least one, whose differences are far from overflowing.
  ///
  /// Complexity: O(`count`), without allocating.
  public init(of numbers: UnsafePointer<Double>, count: Int) { self.init(Extremes(of: numbers, count: count)) }

  init(_ extremes: Extremes) {
    let rest = extremes.lowest[extremes.trim] < extremes.highest[extremes.trim] ? extremes.trim : 0
    let width = extremes.highest[rest] - extremes.lowest[rest]
    low = extremes.lowest[rest] - width
    high = extremes.highest[rest] + width
  }

  /// The number in the range that is nearest to a number.
  public func clamp(_ number: Double) -> Double { min(max(number, low), high) }
}

/// The lowest and the highest of some numbers.
struct Extremes {
  /// How many of `count` numbers a `TypicalRange` leaves out at each end.
  static func trim(_ count: Int) -> Int { min(8, (count + 99) / 100) }

  /// How many are left out at each end.
  let trim: Int
  /// The lowest numbers in ascending order, those left out and one more; infinity where there are not so many.
  private(set) var lowest = InlineArray<9, Double>(repeating: .infinity)
  /// The highest numbers in descending order, likewise.
  private(set) var highest = InlineArray<9, Double>(repeating: -.infinity)

  init(of numbers: UnsafePointer<Double>, count: Int) {
    trim = Self.trim(count)
    for i in 0..<count {
      let number = numbers[i]
      if number < lowest[trim] {
        var place = trim
        while place > 0, number < lowest[place - 1] {
          lowest[place] = lowest[place - 1]
          place -= 1
        }
        lowest[place] = number
      }
      if number > highest[trim] {
        var place = trim
        while place > 0, number > highest[place - 1] {
          highest[place] = highest[place - 1]
          place -= 1
        }
        highest[place] = number
      }
    }
  }
}

/// The sum of numbers that lie side by side, each held within a range, in eight running sums: the same on every
/// processor.
///
/// Complexity: O(`count`).
public func sum(_ numbers: UnsafePointer<Double>, count: Int, within range: TypicalRange) -> Double {
  let (low, high) = (Lanes(repeating: range.low), Lanes(repeating: range.high))
  var totals = Lanes(repeating: 0)
  var index = 0
  while index + Lanes.width <= count {
    totals += lesser(greater(numbers.lanes(index), low), high)
    index += Lanes.width
  }
  var rest = 0.0
  while index < count {
    rest += range.clamp(numbers[index])
    index += 1
  }
  return sum(totals) + rest
}
