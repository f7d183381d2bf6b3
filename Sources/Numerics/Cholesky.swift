/// Cholesky factors of small covariance matrices.
///
/// A matrix lies row after row in memory whose rows are `rowStride(dimension:)` long; the numbers past a row's end are 0.
/// All loops run over four columns at a time, which takes the unused triangle along: what it holds means nothing.
enum Cholesky {
  /// A pivot is held at this share of its diagonal element at least. What is left of it below that is rounding.
  static let smallestPivot = 1e-13

  /// The distance from one row to the next: the dimension rounded up to four.
  static func rowStride(dimension: Int) -> Int { (dimension + 3) / 4 * 4 }

  /// Factors a matrix A = transpose(U) * U, U upper triangular with a positive diagonal.
  ///
  /// Only the upper triangle of `matrix` is used, its diagonal is positive. Where rounding has left A not positive
  /// definite, a diagonal element is raised until it is, in `matrix` too: afterwards the product is the matrix again.
  ///
  /// Complexity: O(dimension^3).
  static func factor(
    _ matrix: UnsafeMutablePointer<Double>, into factor: UnsafeMutablePointer<Double>, dimension: Int
  ) {
    let stride = rowStride(dimension: dimension)
    for i in 0..<dimension {
      let row = factor + i * stride
      for block in Swift.stride(from: i / 4 * 4, to: stride, by: 4) {
        var sum = (matrix + i * stride).four(block)
        for above in 0..<i {
          let known = factor + above * stride
          sum = sum.addingProduct(SIMD4(repeating: -known[i]), known.four(block))
        }
        row.setFour(block, sum)
      }
      let least = smallestPivot * matrix[i * stride + i]
      if !(row[i] > least) {
        matrix[i * stride + i] += least - row[i]
        row[i] = least
      }
      let root = row[i].squareRoot()
      let inverse = SIMD4(repeating: 1 / root)
      for block in Swift.stride(from: i / 4 * 4, to: stride, by: 4) { row.setFour(block, row.four(block) * inverse) }
      row[i] = root
    }
  }

  /// The inverse of transpose(U): lower triangular, 0 above its diagonal.
  ///
  /// Complexity: O(dimension^3).
  static func invertTransposed(
    _ factor: UnsafePointer<Double>, into inverse: UnsafeMutablePointer<Double>, dimension: Int
  ) {
    let stride = rowStride(dimension: dimension)
    for i in 0..<dimension {
      let row = inverse + i * stride
      let reciprocal = 1 / factor[i * stride + i]
      for block in Swift.stride(from: 0, to: stride, by: 4) {
        var sum = SIMD4(repeating: 0.0)
        for above in Swift.stride(from: block, to: i, by: 1) {
          sum = sum.addingProduct(SIMD4(repeating: -factor[above * stride + i]), (inverse + above * stride).four(block))
        }
        row.setFour(block, sum * reciprocal)
      }
      row[i] = reciprocal
    }
  }
}
