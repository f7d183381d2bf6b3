/// The inner loops of EM: weighted means, weighted products of columns, Mahalanobis distances.
///
/// Each keeps eight registers of running sums, which is what hides the latency of a fused multiply-add.
enum MixtureMoments {
  /// A component whose responsibilities add up to no more owns nothing.
  static let smallestMass = 1e-100

  /// The squared norm of L * x in twice eight lanes, L lower triangular and row-major, x two vectors for each
  /// coordinate.
  @inline(__always)
  static func squaredNorms(
    _ lower: UnsafePointer<Double>, times vectors: UnsafeMutablePointer<Double>, dimension: Int
  ) -> (Lanes, Lanes) {
    var result = (Lanes(repeating: 0), Lanes(repeating: 0))
    var row = lower
    for i in 0..<dimension {
      var element = (Lanes(repeating: 0), Lanes(repeating: 0))
      for j in 0...i {
        let factor = Lanes(repeating: row[j])
        element.0 = element.0.addingProduct(factor, vectors.lanes(2 * Lanes.width * j))
        element.1 = element.1.addingProduct(factor, vectors.lanes(2 * Lanes.width * j + Lanes.width))
      }
      result.0 = result.0.addingProduct(element.0, element.0)
      result.1 = result.1.addingProduct(element.1, element.1)
      row += dimension
    }
    return result
  }

  /// Writes the weighted mean of the points, unless the weights add up to next to nothing. Returns their sum.
  static func mean(
    of points: PointColumns, weights: UnsafeMutablePointer<Double>, into mean: UnsafeMutablePointer<Double>
  ) -> Double {
    let length = points.paddedCount
    var masses = (Lanes(repeating: 0), Lanes(repeating: 0))
    for first in Swift.stride(from: 0, to: length, by: 2 * Lanes.width) {
      masses.0 += weights.lanes(first)
      masses.1 += weights.lanes(first + Lanes.width)
    }
    let mass = sum(masses.0 + masses.1)
    guard mass > smallestMass else { return mass }
    for i in 0..<points.dimension {
      let column = points.column(i)
      var total = (Lanes(repeating: 0), Lanes(repeating: 0))
      for first in Swift.stride(from: 0, to: length, by: 2 * Lanes.width) {
        total.0 = total.0.addingProduct(weights.lanes(first), column.lanes(first))
        total.1 = total.1.addingProduct(weights.lanes(first + Lanes.width), column.lanes(first + Lanes.width))
      }
      mean[i] = sum(total.0 + total.1) / mass
    }
    return mass
  }

  /// Writes scale * transpose(A) * B into the upper triangle of a row-major matrix.
  ///
  /// The columns of A and of B lie `stride` apart. Where `dimension` is odd, a column of zeros follows the last.
  static func products(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, stride: Int, length: Int, dimension: Int, scale: Double,
    into matrix: UnsafeMutablePointer<Double>
  ) {
    for i in Swift.stride(from: 0, to: dimension, by: 2) {
      for j in Swift.stride(from: i, to: dimension, by: 2) {
        let products = scale * productsOfPairs(a + i * stride, b + j * stride, stride: stride, length: length)
        let corner = matrix + (i * dimension + j)
        corner[0] = products[0]
        if j + 1 < dimension { corner[1] = products[1] }
        guard i + 1 < dimension else { continue }
        // On the diagonal the lower left product belongs to the other triangle.
        if j > i { corner[dimension] = products[2] }
        if j + 1 < dimension { corner[dimension + 1] = products[3] }
      }
    }
  }

  /// The products of two columns with two others: first with first, first with second, second with first, second with
  /// second.
  @inline(__always)
  private static func productsOfPairs(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, stride: Int, length: Int
  ) -> SIMD4<Double> {
    var p00 = Lanes(repeating: 0)
    var (p01, p10, p11) = (p00, p00, p00)
    for first in Swift.stride(from: 0, to: length, by: Lanes.width) {
      let (a0, a1) = (a.lanes(first), (a + stride).lanes(first))
      let (b0, b1) = (b.lanes(first), (b + stride).lanes(first))
      p00 = p00.addingProduct(a0, b0)
      p01 = p01.addingProduct(a0, b1)
      p10 = p10.addingProduct(a1, b0)
      p11 = p11.addingProduct(a1, b1)
    }
    let (s00, s01) = (p00.lowHalf + p00.highHalf, p01.lowHalf + p01.highHalf)
    let (s10, s11) = (p10.lowHalf + p10.highHalf, p11.lowHalf + p11.highHalf)
    return (SIMD4(s00[0], s01[0], s10[0], s11[0]) + SIMD4(s00[2], s01[2], s10[2], s11[2]))
      + (SIMD4(s00[1], s01[1], s10[1], s11[1]) + SIMD4(s00[3], s01[3], s10[3], s11[3]))
  }
}
