import Glibc
import Numerics
import SavedState

/// The part of a task space that a teacher draws from: a box that grows, shrinks or moves. It can be without width.
///
/// Invariant: `low[i] <= high[i]`, and both lie in the task space.
struct MovingBox: Equatable {
  /// The lower bounds.
  private(set) var low: [Double]
  /// The upper bounds.
  private(set) var high: [Double]
  /// What it lies in.
  let taskSpace: Box

  /// The whole task space.
  init(_ taskSpace: Box) {
    self.taskSpace = taskSpace
    low = taskSpace.low
    high = taskSpace.high
  }

  /// The box between bounds that keep the invariant, as far as it lies in the task space.
  init(low: [Double], high: [Double], in taskSpace: Box) {
    self.init(taskSpace)
    for i in low.indices { set(i, low: low[i], high: high[i]) }
  }

  /// Sets the bounds of a dimension, as far as they lie in the task space.
  mutating func set(_ i: Int, low newLow: Double, high newHigh: Double) {
    low[i] = min(max(newLow, taskSpace.low[i]), taskSpace.high[i])
    high[i] = min(max(newHigh, taskSpace.low[i]), taskSpace.high[i])
  }

  /// Whether it is as wide as the task space in a dimension.
  func isWhole(_ i: Int) -> Bool { low[i] == taskSpace.low[i] && high[i] == taskSpace.high[i] }

  /// How far a task may be from a place in a dimension and still be there: what rounding, to `Float` too, and whole values
  /// explain.
  func tolerance(_ i: Int) -> Double {
    let rounding = max(abs(taskSpace.low[i]), abs(taskSpace.high[i])) * 0x1p-23
    return taskSpace.part(i) / 2 + max(1e-6 * taskSpace.range(i), rounding)
  }

  /// Whether a task can be one that was drawn from it.
  ///
  /// - Complexity: O(dimension).
  func holds(_ task: UnsafeBufferPointer<Double>) -> Bool {
    task.indices.allSatisfy { task[$0] >= low[$0] - tolerance($0) && task[$0] <= high[$0] + tolerance($0) }
  }

  /// Draws a point uniformly.
  func sample(into point: UnsafeMutableBufferPointer<Double>, using generator: inout Xoshiro256PlusPlus) {
    for i in low.indices { point[i] = min(generator.uniform(from: low[i], to: high[i]), high[i]) }
  }
}

// MARK: - Density

extension MovingBox {
  /// The natural logarithm of the density of its points in one dimension: -infinity for a number without width, which has
  /// none. Over an interval it is that of the probability.
  func logDensity(at place: Place, _ i: Int) -> Double {
    if low[i] == high[i] { return log(Self.probability(of: low[i], at: place, i)) }
    if let interval = place.interval(i) {
      let overlap = min(high[i], interval.high) - max(low[i], interval.low)
      return overlap > 0 ? log(overlap / (high[i] - low[i])) : -.infinity
    }
    return place.point[i] >= low[i] && place.point[i] <= high[i] ? -log(high[i] - low[i]) : -.infinity
  }

  /// The natural logarithm of the density of its points.
  ///
  /// - Complexity: O(dimension).
  func logDensity(at place: Place) -> Double { low.indices.reduce(0) { $0 + logDensity(at: place, $1) } }

  /// The probability that a coordinate which always is `value` lies in the place's interval; 0 if that is a number.
  static func probability(of value: Double, at place: Place, _ i: Int) -> Double {
    guard let interval = place.interval(i) else { return 0 }
    return value >= interval.low && value < interval.high ? 1 : 0
  }
}

// MARK: - Looking inside

extension MovingBox {
  /// The bounds.
  var record: TeacherRecord { .box(low: low, high: high) }

  /// Whether a record is one of a box in the same task space.
  func accepts(_ record: TeacherRecord) -> Bool {
    guard case .box(let low, let high) = record else { return false }
    return areBounds(low, high)
  }

  /// The box of a record as the one region.
  func regions(of record: TeacherRecord) -> RegionSnapshot {
    guard case .box(let low, let high) = record else { return RegionSnapshot() }
    return RegionSnapshot(low: low, high: high, progress: [0], isLeaf: [true])
  }

  private func areBounds(_ low: [Double], _ high: [Double]) -> Bool {
    low.count == taskSpace.dimension && high.count == low.count
      && low.indices.allSatisfy {
        taskSpace.low[$0] <= low[$0] && low[$0] <= high[$0] && high[$0] <= taskSpace.high[$0]
      }
  }
}

// MARK: - Saved state

extension MovingBox {
  func save(to state: inout StateWriter) {
    state.write(contentsOf: low)
    state.write(contentsOf: high)
  }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    low = try state.readDoubles(low.count, in: SavedRange.finite, "a box's lower bounds")
    high = try state.readDoubles(high.count, in: SavedRange.finite, "a box's upper bounds")
    guard areBounds(low, high) else { throw .damaged("a box is none of the task space") }
  }
}
