/// Cholesky factors of small covariance matrices, in row-major memory of `dimension` squared doubles.
enum Cholesky {
  /// A pivot is held at this share of its diagonal element at least. What is left of it below that is rounding.
  static let smallestPivot = 1e-13

  /// Factors a matrix A = transpose(U) * U, U upper triangular with a positive diagonal.
  ///
  /// Only the upper triangle of `matrix` is read, its diagonal is positive. Where rounding has left A not positive
  /// definite, a diagonal element is raised until it is, in `matrix` too: afterwards the product is the matrix again.
  /// Below its diagonal `factor` is not touched.
  ///
  /// Complexity: O(dimension^3).
  static func factor(
    _ matrix: UnsafeMutablePointer<Double>, into factor: UnsafeMutablePointer<Double>, dimension: Int
  ) {
    for i in 0..<dimension {
      for j in i..<dimension { factor[i * dimension + j] = matrix[i * dimension + j] }
    }
    for i in 0..<dimension {
      let row = factor + i * dimension
      let least = smallestPivot * matrix[i * dimension + i]
      if !(row[i] > least) {
        matrix[i * dimension + i] += least - row[i]
        row[i] = least
      }
      let root = row[i].squareRoot()
      let inverse = 1 / root
      row[i] = root
      for j in (i + 1)..<max(dimension, i + 1) { row[j] *= inverse }
      for below in (i + 1)..<max(dimension, i + 1) {
        let target = factor + below * dimension
        let negative = -row[below]
        for j in below..<dimension { target[j] = target[j].addingProduct(negative, row[j]) }
      }
    }
  }

  /// The inverse of transpose(U), lower triangular, row after row; above its diagonal `inverse` is not touched.
  ///
  /// Complexity: O(dimension^3).
  static func invertTransposed(
    _ factor: UnsafePointer<Double>, into inverse: UnsafeMutablePointer<Double>, dimension: Int
  ) {
    for i in 0..<dimension {
      let row = inverse + i * dimension
      let reciprocal = 1 / factor[i * dimension + i]
      for j in 0..<i { row[j] = 0 }
      for above in 0..<i {
        let known = inverse + above * dimension
        let negative = -factor[above * dimension + i]
        for j in 0...above { row[j] = row[j].addingProduct(negative, known[j]) }
      }
      for j in 0..<i { row[j] *= reciprocal }
      row[i] = reciprocal
    }
  }
}
