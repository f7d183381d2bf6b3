import Testing

@testable import Numerics

/// A symmetric matrix of a dimension, from A * transpose(A) with as many columns as `rank`.
private func matrix(_ dimension: Int, rank: Int, seed: UInt64) -> [Double] {
  var generator = Xoshiro256PlusPlus(seed: seed)
  let a = (0..<(dimension * rank)).map { _ in generator.normal() }
  return (0..<(dimension * dimension)).map { place in
    let (i, j) = (place / dimension, place % dimension)
    return (0..<rank).reduce(0) { $0 + a[i * rank + $1] * a[j * rank + $1] }
  }
}

/// Factors a matrix of d rows, which rounding may change on its diagonal.
private func factor(_ matrix: inout [Double], _ d: Int) -> (factor: [Double], inverse: [Double]) {
  let stride = Cholesky.rowStride(dimension: d)
  let memory = (0..<3).map { _ in AlignedMemory(count: d * stride) }
  let rows = memory.map(\.base)
  for i in 0..<d {
    for j in 0..<d { rows[0][i * stride + j] = matrix[i * d + j] }
  }
  Cholesky.factor(rows[0], into: rows[1], dimension: d)
  Cholesky.invertTransposed(rows[1], into: rows[2], dimension: d)
  return withExtendedLifetime(memory) {
    let dense = rows.map { rows in (0..<(d * d)).map { rows[$0 / d * stride + $0 % d] } }
    matrix = dense[0]
    return (dense[1], dense[2])
  }
}

@Test(arguments: [1, 2, 3, 7, 13, 66])
func theFactorsProductIsTheMatrix(d: Int) {
  var a = matrix(d, rank: d + 3, seed: 3)
  let original = a
  let (u, inverse) = factor(&a, d)
  #expect(a == original)
  for i in 0..<d {
    #expect(u[i * d + i] > 0)
    for j in i..<d {
      let product = (0...i).reduce(0.0) { $0 + u[$1 * d + i] * u[$1 * d + j] }
      #expect(abs(product - original[i * d + j]) < 1e-10 * Double(d))
    }
    for j in 0...i {
      let identity = (j...i).reduce(0.0) { $0 + inverse[i * d + $1] * u[j * d + $1] }
      #expect(abs(identity - (i == j ? 1 : 0)) < 1e-6)
    }
  }
}

@Test(arguments: [2, 5, 30])
func aSingularMatrixIsRaisedUntilItFactors(d: Int) {
  var a = matrix(d, rank: 1, seed: 5)
  let original = a
  let (u, _) = factor(&a, d)
  for i in 0..<d {
    #expect(u[i * d + i] > 0)
    #expect(abs(a[i * d + i] - original[i * d + i]) <= 1e-12 * original[i * d + i])
    for j in i..<d {
      let product = (0...i).reduce(0.0) { $0 + u[$1 * d + i] * u[$1 * d + j] }
      #expect(abs(product - a[i * d + j]) <= 1e-12 * (original[i * d + i] * original[j * d + j]).squareRoot())
    }
  }
}
