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

private func factor(_ matrix: inout [Double], _ dimension: Int) -> (factor: [Double], inverse: [Double]) {
  var factor = Array(repeating: 0.0, count: dimension * dimension)
  var inverse = factor
  matrix.withUnsafeMutableBufferPointer { matrix in
    factor.withUnsafeMutableBufferPointer { factor in
      inverse.withUnsafeMutableBufferPointer { inverse in
        guard let m = matrix.baseAddress, let f = factor.baseAddress, let i = inverse.baseAddress else { return }
        Cholesky.factor(m, into: f, dimension: dimension)
        Cholesky.invertTransposed(f, into: i, dimension: dimension)
      }
    }
  }
  return (factor, inverse)
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
