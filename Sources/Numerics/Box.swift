/// The points whose every coordinate lies between two bounds, the bounds included.
///
/// Invariant: `low` and `high` have the same, positive length, and `low[i] < high[i]` are finite with a finite
/// difference.
public struct Box: Sendable, Equatable {
  /// The lower bounds.
  public let low: [Double]
  /// The upper bounds.
  public let high: [Double]
  /// By coordinate, how wide the part is that stands for one value; 0 if every number is a value. Empty if all are 0.
  public var parts: [Double] = []

  /// The number of coordinates.
  public var dimension: Int { low.count }

  /// A box with the given bounds, or nil where they do not keep the invariant.
  public init?(low: [Double], high: [Double]) {
    guard low.count == high.count, !low.isEmpty else { return nil }
    for (low, high) in zip(low, high) {
      guard low.isFinite, high.isFinite, low < high, (high - low).isFinite else { return nil }
    }
    self.low = low
    self.high = high
  }

  /// The unit box of a dimension of at least 1.
  public static func unitBox(dimension: Int) -> Box {
    precondition(dimension >= 1)
    return Box(low: Array(repeating: 0, count: dimension), uncheckedHigh: Array(repeating: 1, count: dimension))
  }

  private init(low: [Double], uncheckedHigh high: [Double]) {
    self.low = low
    self.high = high
  }

  /// How wide the box is in a dimension; positive.
  public func range(_ dimension: Int) -> Double { high[dimension] - low[dimension] }

  /// Whether a point of this dimension lies inside; false for NaN.
  ///
  /// Complexity: O(dimension).
  public func contains(_ point: UnsafeBufferPointer<Double>) -> Bool {
    guard point.count == dimension else { return false }
    for i in 0..<dimension where !(point[i] >= low[i] && point[i] <= high[i]) { return false }
    return true
  }

  /// How wide the part of a dimension is that stands for one value; 0 if every number is a value.
  public func part(_ dimension: Int) -> Double { parts.isEmpty ? 0 : parts[dimension] }

  /// The bounds of a dimension.
  public func bounds(_ dimension: Int) -> ClosedRange<Double> { low[dimension]...high[dimension] }

  /// Draws a point uniformly.
  public func sampleUniform(
    into point: UnsafeMutableBufferPointer<Double>, using generator: inout some RandomNumberGenerator
  ) {
    for i in 0..<dimension {
      // Rounding may carry low + u * (high - low) past the bound.
      point[i] = min(low[i] + generator.uniform() * range(i), high[i])
    }
  }
}
