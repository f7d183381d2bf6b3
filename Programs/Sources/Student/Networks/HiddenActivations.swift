/// Room for the outputs of the hidden layers of one network for some rows of a batch.
final class HiddenActivations {
  /// The number of rows there is room for.
  let capacity: Int
  private let sizes: [Int]
  private let buffers: [FloatBuffer]

  /// Room for `capacity` rows behind hidden layers of given sizes.
  init(hiddenSizes: [Int], capacity: Int) {
    self.capacity = capacity
    sizes = hiddenSizes
    buffers = hiddenSizes.map { FloatBuffer(count: capacity * paddedCount($0)) }
  }

  /// Some rows of the outputs of one layer.
  func layer(_ index: Int, rows: Range<Int>) -> Matrix {
    precondition(rows.upperBound <= capacity)
    return Matrix(
      pointer: buffers[index].pointer, rows: capacity, columns: sizes[index], stride: paddedCount(sizes[index])
    )
    .slice(rows: rows)
  }
}
