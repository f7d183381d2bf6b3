import Glibc

/// Where a density is asked for: a point, of which some coordinates stand for all numbers of an interval.
///
/// The density at a place is one over its other coordinates, and the probability of the intervals.
public struct Place: Sendable {
  /// A coordinate that stands for an interval, whose ends may be infinite.
  public struct Interval: Sendable {
    /// Which coordinate.
    public let coordinate: Int
    /// Its lower end.
    public let low: Double
    /// Its upper end.
    public let high: Double

    /// An interval.
    public init(coordinate: Int, low: Double, high: Double) {
      self.coordinate = coordinate
      self.low = low
      self.high = high
    }
  }

  /// The coordinates; those that stand for intervals lie inside.
  public let point: [Double]
  /// The intervals, in the order of their coordinates.
  public let intervals: [Interval]
  /// By coordinate, its place in `intervals`; nil for the others.
  private let places: [Int?]

  /// A place.
  public init(point: [Double], intervals: [Interval] = []) {
    self.point = point
    self.intervals = intervals
    var places = [Int?](repeating: nil, count: intervals.isEmpty ? 0 : point.count)
    for (place, interval) in intervals.enumerated() { places[interval.coordinate] = place }
    self.places = places
  }

  /// The interval of a coordinate; nil if it is a number.
  public func interval(_ coordinate: Int) -> Interval? {
    places.isEmpty ? nil : places[coordinate].map { intervals[$0] }
  }

  /// The natural logarithm of the density of points drawn uniformly from a box.
  ///
  /// - Parameters:
  ///   - low: The box's lower bounds, by coordinate.
  ///   - high: Its upper bounds.
  ///   - size: What points are drawn over from the lower bounds on; nil for the difference of the bounds, which may be
  ///     another number in the last bits.
  /// - Complexity: O(dimension).
  public func logUniformDensity(
    from low: (Int) -> Double, to high: (Int) -> Double, size: ((Int) -> Double)? = nil
  ) -> Double {
    var result = 0.0
    for i in point.indices {
      let (low, high) = (low(i), high(i))
      let size = size?(i) ?? (high - low)
      if let interval = interval(i) {
        let overlap = min(high, interval.high) - max(low, interval.low)
        guard overlap > 0 else { return -.infinity }
        result += log(overlap / size)
      } else {
        guard point[i] >= low, point[i] <= high else { return -.infinity }
        result -= log(size)
      }
    }
    return result
  }

  /// The natural logarithm of the density of points drawn uniformly from a box.
  ///
  /// - Complexity: O(dimension).
  public func logUniformDensity(in box: Box) -> Double {
    logUniformDensity(from: { box.low[$0] }, to: { box.high[$0] })
  }
}
