import Glibc

/// The parameters of a mixture while it is being fitted: memory that is written over, fit after fit.
final class MixtureParameters {
  let dimension: Int
  /// The distance from one row of a covariance, or of its factors, to the next.
  let rowStride: Int
  /// The most components there is room for.
  let capacity: Int
  /// The components there are.
  var count = 0
  /// The log-likelihood of all points together under these parameters, once it is known.
  var logLikelihood = -Double.infinity
  private let memory: AlignedMemory

  init(capacity: Int, dimension: Int) {
    self.capacity = capacity
    self.dimension = dimension
    rowStride = Cholesky.rowStride(dimension: dimension)
    memory = AlignedMemory(count: capacity * (2 + 2 * dimension + 3 * dimension * rowStride))
  }

  /// The components' weights, which add up to 1.
  var weights: UnsafeMutablePointer<Double> { memory.base }
  /// What the logarithm of a component's weighted density is at its mean.
  var logPeaks: UnsafeMutablePointer<Double> { memory.base + capacity }

  /// The mean of a component.
  func mean(_ component: Int) -> UnsafeMutablePointer<Double> {
    memory.base + 2 * capacity + component * dimension
  }

  /// The inverse of transpose(U) times the mean, for the same in front of each point.
  func transformedMean(_ component: Int) -> UnsafeMutablePointer<Double> {
    memory.base + capacity * (2 + dimension) + component * dimension
  }

  /// The covariance of a component, row after row; only the upper triangle is kept.
  func covariance(_ component: Int) -> UnsafeMutablePointer<Double> { square(component, 0) }

  /// U of the covariance transpose(U) * U; only the upper triangle is kept.
  func factor(_ component: Int) -> UnsafeMutablePointer<Double> { square(component, 1) }

  /// The inverse of transpose(U); only the lower triangle is kept.
  func inverse(_ component: Int) -> UnsafeMutablePointer<Double> { square(component, 2) }

  private func square(_ component: Int, _ which: Int) -> UnsafeMutablePointer<Double> {
    memory.base + capacity * (2 + 2 * dimension) + (component * 3 + which) * dimension * rowStride
  }

  /// Brings the factors, their inverses and the peaks in line with weights and covariances.
  ///
  /// Complexity: O(count * dimension^3).
  func factorCovariances() {
    for component in 0..<count {
      let factor = factor(component)
      Cholesky.factor(covariance(component), into: factor, dimension: dimension)
      Cholesky.invertTransposed(factor, into: inverse(component), dimension: dimension)
      var logDeterminantRoot = 0.0
      for i in 0..<dimension {
        logDeterminantRoot += log(factor[i * rowStride + i])
        var product = 0.0
        for j in 0...i { product = product.addingProduct(inverse(component)[i * rowStride + j], mean(component)[j]) }
        transformedMean(component)[i] = product
      }
      logPeaks[component] =
        log(weights[component]) - logDeterminantRoot - 0.5 * Double(dimension) * log(2 * Double.pi)
    }
  }

  /// Takes over the parameters of a mixture of this dimension with at most `capacity` components, its means relative to
  /// an origin.
  func load(_ mixture: GaussianMixture, origin: [Double]) {
    count = mixture.count
    for component in 0..<count {
      weights[component] = mixture.weights[component]
      for i in 0..<dimension { mean(component)[i] = mixture.mean(of: component, coordinate: i) - origin[i] }
      for i in 0..<dimension {
        for j in 0..<dimension { covariance(component)[i * rowStride + j] = mixture.covariance(of: component, i, j) }
      }
    }
    factorCovariances()
  }
}
