import Glibc

/// Expectation-maximisation for mixtures of Gaussians with full covariances (Dempster, Laird and Rubin 1977).
///
/// Points, parameters and workspace have the same dimension; the workspace has room for all points and components. No
/// step allocates.
struct ExpectationMaximization {
  /// EM ends when an iteration changes the log-likelihood per point by less.
  static let tolerance = 1e-3
  /// EM ends after as many iterations.
  static let largestIterationCount = 100
  /// What is added to the variances, in the square of the coordinates' units.
  static let regularization = 1e-6

  let points: PointColumns
  let parameters: MixtureParameters
  let workspace: MixtureWorkspace

  /// Iterates until the likelihood stands still. The parameters are there already.
  ///
  /// Leaves the log-likelihood of the last parameters in `parameters`. Returns the number of iterations.
  @discardableResult
  func run() -> Int {
    let count = Double(points.count)
    var last = -Double.infinity
    for iteration in 1...Self.largestIterationCount {
      let current = expectation() / count
      maximization()
      if abs(current - last) < Self.tolerance {
        parameters.logLikelihood = expectation()
        return iteration
      }
      last = current
    }
    parameters.logLikelihood = expectation()
    return Self.largestIterationCount
  }

  /// Computes the responsibilities under the parameters. Returns the log-likelihood of all points together.
  func expectation() -> Double {
    for component in 0..<parameters.count { computeLogDensities(of: component) }
    return normalizeResponsibilities()
  }

  /// Computes the parameters that are most likely under the responsibilities.
  ///
  /// A component that owns nothing keeps its mean; what it has as covariance is the regularization alone.
  func maximization() {
    let (d, rowStride) = (parameters.dimension, parameters.rowStride)
    var total = 0.0
    for component in 0..<parameters.count {
      let mass = computeMean(of: component)
      if mass > MixtureMoments.smallestMass {
        computeCovariance(of: component, mass: mass)
      } else {
        for i in 0..<(d * rowStride) { parameters.covariance(component)[i] = 0 }
      }
      for i in 0..<d { parameters.covariance(component)[i * rowStride + i] += Self.regularization }
      // As scikit-learn does: ten units in the last place keep a weight from being 0.
      parameters.weights[component] = mass + 10 * Double.ulpOfOne
      total += parameters.weights[component]
    }
    for component in 0..<parameters.count { parameters.weights[component] /= total }
    parameters.factorCovariances()
  }

  /// Writes the logarithms of a component's weighted densities into its responsibilities.
  private func computeLogDensities(of component: Int) {
    let d = parameters.dimension
    let mean = UnsafePointer(parameters.mean(component))
    let inverse = UnsafePointer(parameters.inverse(component))
    let peak = Lanes(repeating: parameters.logPeaks[component])
    let densities = workspace.responsibilities(component)
    let vectors = workspace.vectors
    // Far beyond any density that counts; also what an overflow is taken for.
    let farthest = Lanes(repeating: 1e300)
    for first in Swift.stride(from: 0, to: points.paddedCount, by: 2 * Lanes.width) {
      for i in 0..<d {
        let (column, center) = (points.column(i), Lanes(repeating: mean[i]))
        vectors.setLanes(2 * Lanes.width * i, column.lanes(first) - center)
        vectors.setLanes(2 * Lanes.width * i + Lanes.width, column.lanes(first + Lanes.width) - center)
      }
      let squares = MixtureMoments.squaredNorms(inverse, rowStride: parameters.rowStride, times: vectors, dimension: d)
      densities.setLanes(first, peak - 0.5 * squares.0.replacing(with: farthest, where: .!(squares.0 .< farthest)))
      densities.setLanes(
        first + Lanes.width, peak - 0.5 * squares.1.replacing(with: farthest, where: .!(squares.1 .< farthest)))
    }
  }

  /// Turns log-densities into shares of 1, by the log-sum-exp rule. Returns the log-likelihood of all points together.
  private func normalizeResponsibilities() -> Double {
    var largestSum = Lanes(repeating: 0)
    // The logarithm of a product of sums costs one logarithm; 64 sums of at most 64 ones cannot overflow.
    var product = Lanes(repeating: 1)
    var factors = 0
    var logSum = 0.0
    for first in Swift.stride(from: 0, to: points.paddedCount, by: Lanes.width) {
      var largest = workspace.responsibilities(0).lanes(first)
      for component in 1..<max(parameters.count, 1) {
        largest = greater(largest, workspace.responsibilities(component).lanes(first))
      }
      var sum = Lanes(repeating: 0)
      for component in 0..<parameters.count {
        let densities = workspace.responsibilities(component)
        let share = exponential(densities.lanes(first) - largest)
        sum += share
        densities.setLanes(first, share)
      }
      let presence = points.presence.lanes(first)
      let scale = presence / sum
      for component in 0..<parameters.count {
        let shares = workspace.responsibilities(component)
        shares.setLanes(first, shares.lanes(first) * scale)
      }
      largestSum = largestSum.addingProduct(largest, presence)
      product *= (Lanes(repeating: 1) - presence).addingProduct(sum, presence)
      factors += 1
      if factors == 64 {
        logSum += logarithmSum(product)
        product = Lanes(repeating: 1)
        factors = 0
      }
    }
    return sum(largestSum) + logSum + logarithmSum(product)
  }

  /// Computes the mean of a component, unless it owns nothing. Returns the sum of its responsibilities.
  func computeMean(of component: Int) -> Double {
    MixtureMoments.mean(
      of: points, weights: workspace.responsibilities(component), into: parameters.mean(component))
  }

  private func computeCovariance(of component: Int, mass: Double) {
    let d = parameters.dimension
    let mean = parameters.mean(component)
    let shares = UnsafePointer(workspace.responsibilities(component))
    for i in 0..<d {
      let column = points.column(i)
      let center = Lanes(repeating: mean[i])
      let differences = workspace.differences(i)
      let weighted = workspace.weightedDifferences(i)
      for first in Swift.stride(from: 0, to: points.paddedCount, by: Lanes.width) {
        let difference = column.lanes(first) - center
        differences.setLanes(first, difference)
        weighted.setLanes(first, difference * shares.lanes(first))
      }
    }
    MixtureMoments.products(
      UnsafePointer(workspace.differences(0)), UnsafePointer(workspace.weightedDifferences(0)),
      stride: workspace.stride, length: points.paddedCount, dimension: d, scale: 1 / mass,
      into: parameters.covariance(component), rowStride: parameters.rowStride)
  }
}

/// The sum of eight lanes' logarithms.
private func logarithmSum(_ lanes: Lanes) -> Double {
  var result = 0.0
  for i in 0..<Lanes.width { result += log(lanes[i]) }
  return result
}
