/// The inner loops of EM: weighted means, weighted products of columns, Mahalanobis distances.
///
/// Each keeps eight registers of running sums, which is what hides the latency of a fused multiply-add.
enum MixtureMoments {
  /// A component whose responsibilities add up to no more owns nothing.
  static let smallestMass = 1e-100

  /// The squared norm of L * x in twice eight lanes, L lower triangular, x two vectors for each coordinate.
  @inline(__always)
  static func squaredNorms(
    _ lower: UnsafePointer<Double>, rowStride: Int, times vectors: UnsafeMutablePointer<Double>, dimension: Int
  ) -> (Lanes, Lanes) {
    var result = (Lanes(repeating: 0), Lanes(repeating: 0))
    var i = 0
    // Two rows at a time, which share what they read of x.
    while i + 1 < dimension {
      let (row, next) = (lower + i * rowStride, lower + (i + 1) * rowStride)
      var (a0, a1, b0, b1) = (Lanes(repeating: 0), Lanes(repeating: 0), Lanes(repeating: 0), Lanes(repeating: 0))
      var x = vectors
      for j in 0...i {
        let (x0, x1) = (x.lanes(0), x.lanes(Lanes.width))
        let (a, b) = (Lanes(repeating: row[j]), Lanes(repeating: next[j]))
        a0 = a0.addingProduct(a, x0)
        a1 = a1.addingProduct(a, x1)
        b0 = b0.addingProduct(b, x0)
        b1 = b1.addingProduct(b, x1)
        x += 2 * Lanes.width
      }
      let b = Lanes(repeating: next[i + 1])
      b0 = b0.addingProduct(b, x.lanes(0))
      b1 = b1.addingProduct(b, x.lanes(Lanes.width))
      result.0 = result.0.addingProduct(a0, a0).addingProduct(b0, b0)
      result.1 = result.1.addingProduct(a1, a1).addingProduct(b1, b1)
      i += 2
    }
    if i < dimension {
      let row = lower + i * rowStride
      var (a0, a1) = (Lanes(repeating: 0), Lanes(repeating: 0))
      for j in 0...i {
        let a = Lanes(repeating: row[j])
        a0 = a0.addingProduct(a, vectors.lanes(2 * Lanes.width * j))
        a1 = a1.addingProduct(a, vectors.lanes(2 * Lanes.width * j + Lanes.width))
      }
      result.0 = result.0.addingProduct(a0, a0)
      result.1 = result.1.addingProduct(a1, a1)
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

  /// Writes scale * transpose(A) * B into the upper triangle of a matrix.
  ///
  /// The columns of A and of B lie `stride` apart. Where `dimension` is odd, a column of zeros follows the last.
  static func products(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, stride: Int, length: Int, dimension: Int, scale: Double,
    into matrix: UnsafeMutablePointer<Double>, rowStride: Int
  ) {
    for i in Swift.stride(from: 0, to: dimension, by: 2) {
      for j in Swift.stride(from: i, to: dimension, by: 2) {
        let products = scale * productsOfPairs(a + i * stride, b + j * stride, stride: stride, length: length)
        let corner = matrix + (i * rowStride + j)
        corner[0] = products[0]
        if j + 1 < dimension { corner[1] = products[1] }
        guard i + 1 < dimension else { continue }
        // On the diagonal the lower left product belongs to the other triangle.
        if j > i { corner[rowStride] = products[2] }
        if j + 1 < dimension { corner[rowStride + 1] = products[3] }
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
