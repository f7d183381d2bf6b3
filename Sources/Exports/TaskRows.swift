import Arguments
import Tasks

/// Tasks that a caller passes, a row for each, all of them in a task space.
struct TaskRows {
  let count: Int
  private let start: UnsafePointer<Double>
  private let space: TaskSpace

  /// Nil for no rows.
  ///
  /// - Throws: `UsageError` if the dimension is not the space's, the pointer is NULL, or a task is not in the space.
  init?(_ tasks: UnsafePointer<Double>?, count: Int, dimension: Int, inside space: TaskSpace) throws(UsageError) {
    try require(dimension, equals: space.dimension, "dimension")
    guard try elementCount(rows: count, of: dimension) > 0 else { return nil }
    start = try required(tasks, "tasks")
    self.count = count
    self.space = space
    for row in 0..<count { guard space.accepts(self[row]) else { throw rowOutside(row, self[row], space) } }
  }

  private subscript(row: Int) -> UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: start + row * space.dimension, count: space.dimension)
  }

  /// Calls a function with each row and its task, moved into the bounds by the rounding that `accepts` allows.
  func forEach(_ body: (_ row: Int, _ task: UnsafeBufferPointer<Double>) -> Void) {
    for row in 0..<count { space.withClamped(self[row]) { body(row, $0) } }
  }
}
