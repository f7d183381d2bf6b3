import Glibc

/// A normal distribution, by its mean and the Cholesky factor L of its covariance L transpose(L).
public struct Gaussian: Sendable, Equatable {
  /// The mean.
  public var mean: [Double]
  /// L, row-major; zero above the diagonal, positive on it.
  public var factor: [Double]

  /// The number of coordinates.
  public var dimension: Int { mean.count }

  /// The distribution of a mean and a factor.
  public init(mean: [Double], factor: [Double]) {
    self.mean = mean
    self.factor = factor
  }

  /// The distribution whose coordinates are independent.
  public init(mean: [Double], deviations: [Double]) {
    var factor = [Double](repeating: 0, count: mean.count * mean.count)
    for i in mean.indices { factor[i * mean.count + i] = deviations[i] }
    self.init(mean: mean, factor: factor)
  }

  /// One element of the covariance.
  public func covariance(_ i: Int, _ j: Int) -> Double {
    let d = dimension
    return (0...min(i, j)).reduce(0) { $0 + factor[i * d + $1] * factor[j * d + $1] }
  }

  /// Draws a point.
  public func sample(into point: UnsafeMutableBufferPointer<Double>, using generator: inout Xoshiro256PlusPlus) {
    let d = dimension
    for i in 0..<d { point[i] = mean[i] }
    for j in 0..<d {
      let z = generator.normal()
      for i in j..<d { point[i] += factor[i * d + j] * z }
    }
  }

  /// The natural logarithm of the density at a point.
  public func logDensity(at point: some Collection<Double>) -> Double {
    let w = whitened(point)
    var result = -0.5 * Double(dimension) * log(2 * Double.pi)
    for i in 0..<dimension { result -= 0.5 * w[i] * w[i] + log(factor[i * dimension + i]) }
    return result
  }

  /// inverse(L) (x - mean).
  public func whitened(_ point: some Collection<Double>) -> [Double] {
    solved(zip(point, mean).map { $0 - $1 })
  }

  /// inverse(L) x.
  public func solved(_ x: [Double]) -> [Double] {
    let d = dimension
    var x = x
    for i in 0..<d {
      for j in 0..<i { x[i] -= factor[i * d + j] * x[j] }
      x[i] /= factor[i * d + i]
    }
    return x
  }

  /// inverse(transpose(L)) x.
  public func solvedTransposed(_ x: [Double]) -> [Double] {
    let d = dimension
    var x = x
    for i in (0..<d).reversed() {
      for j in (i + 1)..<max(d, i + 1) { x[i] -= factor[j * d + i] * x[j] }
      x[i] /= factor[i * d + i]
    }
    return x
  }

  /// The Kullback-Leibler divergence KL(this || other).
  public func divergence(to other: Gaussian) -> Double {
    let d = dimension
    var result = -0.5 * Double(d)
    for i in 0..<d { result += log(other.factor[i * d + i]) - log(factor[i * d + i]) }
    for j in 0..<d {
      for number in other.solved((0..<d).map { factor[$0 * d + j] }) { result += 0.5 * number * number }
    }
    for number in other.whitened(mean) { result += 0.5 * number * number }
    return result
  }
}
