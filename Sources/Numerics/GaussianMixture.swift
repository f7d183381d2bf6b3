import Glibc
import SavedState

/// A mixture of Gaussians with full covariances.
///
/// Invariant: every number is finite, the weights are positive and add up to 1, and the covariances are positive
/// definite.
public struct GaussianMixture: Sendable, Equatable {
  /// The number of coordinates of a point.
  public let dimension: Int
  /// The components' weights.
  public let weights: [Double]
  /// The components' means, row after row.
  public let means: [Double]
  /// The components' covariances, each row-major and symmetric, one after the other.
  public let covariances: [Double]
  /// U of each covariance transpose(U) * U, row-major, zero below the diagonal, one after the other.
  private let factors: [Double]
  /// The log-likelihood per point of the data that the mixture was fitted to.
  public let logLikelihoodPerPoint: Double

  /// The number of components.
  public var count: Int { weights.count }

  init(_ parameters: MixtureParameters, points: PointColumns) {
    let (d, rowStride) = (parameters.dimension, parameters.rowStride)
    dimension = d
    weights = (0..<parameters.count).map { parameters.weights[$0] }
    var means: [Double] = []
    var covariances: [Double] = []
    var factors: [Double] = []
    for component in 0..<parameters.count {
      let (mean, covariance) = (parameters.mean(component), parameters.covariance(component))
      let factor = parameters.factor(component)
      for i in 0..<d { means.append(points.origin[i] + mean[i]) }
      for i in 0..<d {
        for j in 0..<d {
          covariances.append(covariance[min(i, j) * rowStride + max(i, j)])
          factors.append(i <= j ? factor[i * rowStride + j] : 0)
        }
      }
    }
    self.means = means
    self.covariances = covariances
    self.factors = factors
    logLikelihoodPerPoint = parameters.logLikelihood / Double(points.count)
  }

  /// One Gaussian as a mixture.
  public init(_ gaussian: Gaussian) {
    let d = gaussian.dimension
    dimension = d
    weights = [1]
    means = gaussian.mean
    covariances = (0..<(d * d)).map { gaussian.covariance($0 / d, $0 % d) }
    factors = (0..<(d * d)).map { gaussian.factor[$0 % d * d + $0 / d] }
    logLikelihoodPerPoint = 0
  }

  /// The free parameters of a mixture: those of the means and covariances, and all weights but one.
  public static func parameterCount(components: Int, dimension: Int) -> Int {
    components * (dimension * (dimension + 1) / 2 + dimension + 1) - 1
  }

  /// One coordinate of a component's mean.
  public func mean(of component: Int, coordinate: Int) -> Double { means[component * dimension + coordinate] }

  /// One element of a component's covariance.
  public func covariance(of component: Int, _ i: Int, _ j: Int) -> Double {
    covariances[(component * dimension + i) * dimension + j]
  }

  /// Draws a point from one component and writes its first `point.count` coordinates, at most `dimension`.
  ///
  /// Complexity: O(point.count^2).
  public func sample(
    component: Int, into point: UnsafeMutableBufferPointer<Double>, using generator: inout Xoshiro256PlusPlus
  ) {
    for i in 0..<point.count { point[i] = means[component * dimension + i] }
    for i in 0..<point.count {
      let z = generator.normal()
      let row = (component * dimension + i) * dimension
      for j in i..<point.count { point[j] += factors[row + j] * z }
    }
  }
}

// MARK: - Densities

extension GaussianMixture {
  /// The natural logarithm of a component's probability density at the first `point.count` coordinates, at most
  /// `dimension`, whatever the others are.
  ///
  /// Complexity: O(point.count^2).
  public func logDensity(of component: Int, at point: UnsafeBufferPointer<Double>) -> Double {
    let first = component * dimension
    // U' y = point - mean, U' being lower triangular; the leading square of U is the factor of the leading coordinates.
    var solution: [Double] = []
    var logDeterminantRoot = 0.0
    for i in 0..<point.count {
      var rest = point[i] - means[first + i]
      for j in 0..<i { rest -= factors[(first + j) * dimension + i] * solution[j] }
      let pivot = factors[(first + i) * dimension + i]
      solution.append(rest / pivot)
      logDeterminantRoot += log(pivot)
    }
    let square = solution.reduce(0) { $0 + $1 * $1 }
    return -0.5 * (square + Double(point.count) * log(2 * Double.pi)) - logDeterminantRoot
  }
}

// MARK: - Saved state

extension GaussianMixture {
  /// Writes all parameters, bit for bit.
  public func save(to state: inout StateWriter) {
    state.write(count)
    state.write(contentsOf: weights)
    state.write(contentsOf: means)
    for component in 0..<count {
      for i in 0..<dimension {
        let row = (component * dimension + i) * dimension
        state.write(contentsOf: Array(covariances[(row + i)..<(row + dimension)]))
        state.write(contentsOf: Array(factors[(row + i)..<(row + dimension)]))
      }
    }
    state.write(logLikelihoodPerPoint)
  }

  /// A mixture that was saved, of this dimension and at most `limit` components.
  public init(dimension: Int, atMost limit: Int, from state: inout StateReader) throws(StateError) {
    let count = try state.readInt(in: 1...limit, "the number of a mixture's components")
    self.dimension = dimension
    weights = try state.readDoubles(count, in: 1e-300...1.000001, "a mixture's weights")
    means = try state.readDoubles(count * dimension, in: SavedRange.mean, "a mixture's means")
    var covariances = Array(repeating: 0.0, count: count * dimension * dimension)
    var factors = covariances
    for component in 0..<count {
      let first = component * dimension
      for i in 0..<dimension {
        let covarianceRow = try state.readDoubles(
          dimension - i, in: SavedRange.covariance, "a mixture's covariances")
        let factorRow = try state.readDoubles(
          dimension - i, in: SavedRange.mean, "a mixture's factors")
        guard covarianceRow[0] >= 1e-100, factorRow[0] >= 1e-50 else {
          throw .damaged("a mixture's covariance is not positive definite")
        }
        for j in i..<dimension {
          covariances[(first + i) * dimension + j] = covarianceRow[j - i]
          covariances[(first + j) * dimension + i] = covarianceRow[j - i]
          factors[(first + i) * dimension + j] = factorRow[j - i]
        }
      }
    }
    self.covariances = covariances
    self.factors = factors
    logLikelihoodPerPoint = try state.readDouble(in: -1e300...1e300, "a mixture's likelihood")
  }
}
