/// The inner loops of EM: weighted means, weighted products of columns, Mahalanobis distances.
enum MixtureMoments {
  /// A component whose responsibilities add up to no more owns nothing.
  static let smallestMass = 1e-100

  /// The squared norm of L * x in eight lanes, L lower triangular and row-major, x one vector for each coordinate.
  @inline(__always)
  static func squaredNorm(
    _ lower: UnsafePointer<Double>, times vectors: UnsafeMutablePointer<Double>, dimension: Int
  ) -> Lanes {
    var result = Lanes(repeating: 0)
    var row = lower
    for i in 0..<dimension {
      var element = Lanes(repeating: 0)
      for j in 0...i { element = element.addingProduct(Lanes(repeating: row[j]), vectors.lanes(j * Lanes.width)) }
      result = result.addingProduct(element, element)
      row += dimension
    }
    return result
  }

  /// Writes the weighted mean of the points, unless the weights add up to next to nothing. Returns their sum.
  static func mean(
    of points: PointColumns, weights: UnsafeMutablePointer<Double>, into mean: UnsafeMutablePointer<Double>
  ) -> Double {
    var masses = Lanes(repeating: 0)
    for first in Swift.stride(from: 0, to: points.paddedCount, by: Lanes.width) { masses += weights.lanes(first) }
    let mass = sum(masses)
    guard mass > smallestMass else { return mass }
    for i in 0..<points.dimension {
      let column = points.column(i)
      var total = Lanes(repeating: 0)
      for first in Swift.stride(from: 0, to: points.paddedCount, by: Lanes.width) {
        total = total.addingProduct(weights.lanes(first), column.lanes(first))
      }
      mean[i] = sum(total) / mass
    }
    return mass
  }

  /// Writes scale * transpose(A) * B, whose columns lie `stride` apart, into the upper triangle of a row-major matrix.
  static func products(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, stride: Int, length: Int, dimension: Int, scale: Double,
    into matrix: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<dimension {
      for j in i..<dimension {
        var total = Lanes(repeating: 0)
        for first in Swift.stride(from: 0, to: length, by: Lanes.width) {
          total = total.addingProduct((a + i * stride).lanes(first), (b + j * stride).lanes(first))
        }
        matrix[i * dimension + j] = sum(total) * scale
      }
    }
  }
}
