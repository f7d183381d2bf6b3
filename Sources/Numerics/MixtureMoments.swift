/// The inner loops of EM: Mahalanobis distances, and products of columns summed over the points.
///
/// Each keeps eight registers of running sums or more, which is what hides the latency of a fused multiply-add.
enum MixtureMoments {
  /// The squared norms of L * x - c for sixteen points x, L lower triangular.
  ///
  /// - Parameters:
  ///   - x: the first of the points' first coordinates; the others lie `stride` apart.
  @inline(__always)
  static func squaredNorms(
    _ lower: UnsafePointer<Double>, rowStride: Int, minus center: UnsafePointer<Double>, x: UnsafePointer<Double>,
    stride: Int, dimension: Int
  ) -> (Lanes, Lanes) {
    var result = (Lanes(repeating: 0), Lanes(repeating: 0))
    var i = 0
    // Two rows at a time, which share what they read of x.
    while i &+ 1 < dimension {
      let (row, next) = (lower + i &* rowStride, lower + (i &+ 1) &* rowStride)
      var (a0, b0) = (Lanes(repeating: -center[i]), Lanes(repeating: -center[i &+ 1]))
      var (a1, b1) = (a0, b0)
      var column = x
      var j = 0
      while j <= i {
        let (x0, x1) = (column.lanes(0), column.lanes(Lanes.width))
        let (a, b) = (Lanes(repeating: row[j]), Lanes(repeating: next[j]))
        a0 = a0.addingProduct(a, x0)
        a1 = a1.addingProduct(a, x1)
        b0 = b0.addingProduct(b, x0)
        b1 = b1.addingProduct(b, x1)
        column += stride
        j &+= 1
      }
      let b = Lanes(repeating: next[i &+ 1])
      b0 = b0.addingProduct(b, column.lanes(0))
      b1 = b1.addingProduct(b, column.lanes(Lanes.width))
      result.0 = result.0.addingProduct(a0, a0).addingProduct(b0, b0)
      result.1 = result.1.addingProduct(a1, a1).addingProduct(b1, b1)
      i &+= 2
    }
    if i < dimension {
      let row = lower + i * rowStride
      var a0 = Lanes(repeating: -center[i])
      var a1 = a0
      for j in 0...i {
        let a = Lanes(repeating: row[j])
        a0 = a0.addingProduct(a, (x + j * stride).lanes(0))
        a1 = a1.addingProduct(a, (x + j * stride).lanes(Lanes.width))
      }
      result.0 = result.0.addingProduct(a0, a0)
      result.1 = result.1.addingProduct(a1, a1)
    }
    return result
  }

  /// The product of two columns.
  static func product(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, length: Int) -> Double {
    var total = (Lanes(repeating: 0), Lanes(repeating: 0))
    for first in Swift.stride(from: 0, to: length, by: 2 * Lanes.width) {
      total.0 = total.0.addingProduct(a.lanes(first), b.lanes(first))
      total.1 = total.1.addingProduct(a.lanes(first + Lanes.width), b.lanes(first + Lanes.width))
    }
    return sum(total.0 + total.1)
  }

  /// Writes transpose(A) * B into the upper triangle of a matrix.
  ///
  /// The columns of A and of B lie `stride` apart. Where `dimension` is odd, a column of zeros follows the last.
  static func products(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, stride: Int, length: Int, dimension: Int,
    into matrix: UnsafeMutablePointer<Double>, rowStride: Int
  ) {
    for i in Swift.stride(from: 0, to: dimension, by: 2) {
      for j in Swift.stride(from: i, to: dimension, by: 2) {
        let products = productsOfPairs(a + i * stride, b + j * stride, stride: stride, length: length)
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

  /// The weighted products of four columns less a number each: a symmetric matrix.
  @inline(__always)
  static func products(
    ofFour columns: (
      UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>
    ), minus centers: SIMD4<Double>, weights: UnsafePointer<Double>, length: Int
  ) -> Rows {
    typealias Four = SIMD4<Double>
    let zero = Four(repeating: 0)
    var (p00, p01, p02, p03, p11) = (zero, zero, zero, zero, zero)
    var (p12, p13, p22, p23, p33) = (zero, zero, zero, zero, zero)
    for first in Swift.stride(from: 0, to: length, by: 4) {
      let weight = weights.four(first)
      let d0 = columns.0.four(first) - Four(repeating: centers[0])
      let d1 = columns.1.four(first) - Four(repeating: centers[1])
      let d2 = columns.2.four(first) - Four(repeating: centers[2])
      let d3 = columns.3.four(first) - Four(repeating: centers[3])
      let (w0, w1, w2, w3) = (weight * d0, weight * d1, weight * d2, weight * d3)
      p00 = p00.addingProduct(w0, d0)
      p01 = p01.addingProduct(w0, d1)
      p02 = p02.addingProduct(w0, d2)
      p03 = p03.addingProduct(w0, d3)
      p11 = p11.addingProduct(w1, d1)
      p12 = p12.addingProduct(w1, d2)
      p13 = p13.addingProduct(w1, d3)
      p22 = p22.addingProduct(w2, d2)
      p23 = p23.addingProduct(w2, d3)
      p33 = p33.addingProduct(w3, d3)
    }
    let (s01, s02, s03) = (sum(p01), sum(p02), sum(p03))
    let (s12, s13, s23) = (sum(p12), sum(p13), sum(p23))
    return Rows(
      first: Four(sum(p00), s01, s02, s03), second: Four(s01, sum(p11), s12, s13),
      third: Four(s02, s12, sum(p22), s23), fourth: Four(s03, s13, s23, sum(p33)))
  }

  /// Four rows of four numbers.
  struct Rows {
    let first, second, third, fourth: SIMD4<Double>

    subscript(row: Int) -> SIMD4<Double> { row == 0 ? first : row == 1 ? second : row == 2 ? third : fourth }
  }
}

/// The sum of four lanes.
@inline(__always)
private func sum(_ four: SIMD4<Double>) -> Double { (four[0] + four[2]) + (four[1] + four[3]) }
