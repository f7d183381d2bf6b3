import Glibc

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
