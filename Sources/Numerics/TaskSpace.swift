import Glibc

/// A box-shaped task space: the points whose every coordinate lies between two bounds, the bounds included.
///
/// Invariant: `low` and `high` have the same, positive length, and `low[i] < high[i]` are finite with a finite
/// difference.
public struct TaskSpace: Sendable, Equatable {
  /// The lower bounds.
  public let low: [Double]
  /// The upper bounds.
  public let high: [Double]

  /// The number of parameters of a task.
  public var dimension: Int { low.count }

  /// A task space with the given bounds, or nil where they do not keep the invariant.
  public init?(low: [Double], high: [Double]) {
    guard low.count == high.count, !low.isEmpty else { return nil }
    for (low, high) in zip(low, high) {
      guard low.isFinite, high.isFinite, low < high, (high - low).isFinite else { return nil }
    }
    self.low = low
    self.high = high
  }

  /// The unit box of a dimension of at least 1.
  public static func unitBox(dimension: Int) -> TaskSpace {
    precondition(dimension >= 1)
    return TaskSpace(low: Array(repeating: 0, count: dimension), uncheckedHigh: Array(repeating: 1, count: dimension))
  }

  private init(low: [Double], uncheckedHigh high: [Double]) {
    self.low = low
    self.high = high
  }

  /// How wide the task space is in a dimension; positive.
  public func range(_ dimension: Int) -> Double { high[dimension] - low[dimension] }

  /// Whether a task of this dimension lies inside; false for NaN.
  ///
  /// Complexity: O(dimension).
  public func contains(_ task: UnsafeBufferPointer<Double>) -> Bool {
    guard task.count == dimension else { return false }
    for i in 0..<dimension where !(task[i] >= low[i] && task[i] <= high[i]) { return false }
    return true
  }

  /// Whether a task of this dimension lies inside, apart from what a rounding to `Float` explains; false for NaN.
  ///
  /// Tasks from callers are accepted by this, and reach teachers and environments by `withClamped`.
  ///
  /// Complexity: O(dimension).
  public func accepts(_ task: UnsafeBufferPointer<Double>) -> Bool {
    guard task.count == dimension else { return false }
    for i in 0..<dimension where bounds(i).snapped(task[i]) == nil { return false }
    return true
  }

  /// Runs `body` with a task of this dimension, every coordinate that lies outside moved to the nearest bound.
  ///
  /// Complexity: O(dimension). A task that lies inside is not copied.
  public func withClamped<Failure>(
    _ task: UnsafeBufferPointer<Double>, _ body: (UnsafeBufferPointer<Double>) throws(Failure) -> Void
  ) throws(Failure) {
    if contains(task) { return try body(task) }
    var inside = Array(task)
    inside.withUnsafeMutableBufferPointer { clamp($0) }
    try inside.withUnsafeBufferPointer(body)
  }

  /// The bounds of a dimension.
  public func bounds(_ dimension: Int) -> ClosedRange<Double> { low[dimension]...high[dimension] }

  /// Moves every coordinate that lies outside to the nearest bound.
  public func clamp(_ task: UnsafeMutableBufferPointer<Double>) {
    for i in 0..<dimension { task[i] = min(max(task[i], low[i]), high[i]) }
  }

  /// The natural logarithm of the density of tasks drawn uniformly: one over the volume.
  ///
  /// Complexity: O(dimension).
  public var logUniformDensity: Double { -(0..<dimension).reduce(0) { $0 + log(range($1)) } }

  /// Draws a task uniformly.
  public func sampleUniform(
    into task: UnsafeMutableBufferPointer<Double>, using generator: inout some RandomNumberGenerator
  ) {
    for i in 0..<dimension {
      // Rounding may carry low + u * (high - low) past the bound.
      task[i] = min(low[i] + generator.uniform() * range(i), high[i])
    }
  }
}
