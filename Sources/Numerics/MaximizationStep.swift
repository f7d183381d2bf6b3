/// The M step: the weights, means and covariances that are most likely under the responsibilities.
///
/// The moments of a component are taken about its last mean m, which is near the new one, in one pass over the points:
/// with r the responsibilities and d = x - m, mass = sum r, s = sum r d and S = sum r d d', the new mean is m + s / mass
/// and the covariance S / mass - (s / mass)(s / mass)'.
struct MaximizationStep {
  /// What is added to the variances, in the square of the coordinates' units.
  static let regularization = 1e-6
  /// A component whose responsibilities add up to no more owns nothing.
  static let smallestMass = 1e-100

  let points: PointColumns
  let parameters: MixtureParameters
  let workspace: MixtureWorkspace

  /// Computes the parameters. A component that owns nothing keeps its mean; what it has as covariance is the
  /// regularization alone.
  func run() {
    let (d, rowStride) = (parameters.dimension, parameters.rowStride)
    var total = 0.0
    for component in 0..<parameters.count {
      let covariance = parameters.covariance(component)
      let mass = d <= 4 ? computeFewMoments(of: component) : computeMoments(of: component)
      if mass > Self.smallestMass {
        moveToMean(component, mass: mass)
      } else {
        for i in 0..<(d * rowStride) { covariance[i] = 0 }
      }
      for i in 0..<d { covariance[i * rowStride + i] += Self.regularization }
      // As scikit-learn does: ten units in the last place keep a weight from being 0.
      parameters.weights[component] = mass + 10 * Double.ulpOfOne
      total += parameters.weights[component]
    }
    for component in 0..<parameters.count { parameters.weights[component] /= total }
    parameters.factorCovariances()
  }

  /// Turns s in `workspace.shift` and S in the covariance into mean and covariance.
  private func moveToMean(_ component: Int, mass: Double) {
    let (d, rowStride) = (parameters.dimension, parameters.rowStride)
    let (mean, covariance, shift) = (parameters.mean(component), parameters.covariance(component), workspace.shift)
    for i in 0..<d { shift[i] /= mass }
    for i in 0..<d {
      for j in i..<d {
        covariance[i * rowStride + j] = covariance[i * rowStride + j] / mass - shift[i] * shift[j]
      }
      // Rounding must not make a variance negative.
      if !(covariance[i * rowStride + i] > 0) { covariance[i * rowStride + i] = 0 }
      mean[i] += shift[i]
    }
  }

  /// Writes s and S of a component. Returns its mass.
  private func computeMoments(of component: Int) -> Double {
    let mean = parameters.mean(component)
    let shares = UnsafePointer(workspace.responsibilities(component))
    let length = points.paddedCount
    for i in 0..<parameters.dimension {
      let column = points.column(i)
      let center = Lanes(repeating: mean[i])
      let (differences, weighted) = (workspace.differences(i), workspace.weightedDifferences(i))
      var sums = (Lanes(repeating: 0), Lanes(repeating: 0))
      for first in stride(from: 0, to: length, by: 2 * Lanes.width) {
        let second = first &+ Lanes.width
        let difference = (column.lanes(first) - center, column.lanes(second) - center)
        let product = (difference.0 * shares.lanes(first), difference.1 * shares.lanes(second))
        differences.setLanes(first, difference.0)
        differences.setLanes(second, difference.1)
        weighted.setLanes(first, product.0)
        weighted.setLanes(second, product.1)
        sums.0 += product.0
        sums.1 += product.1
      }
      workspace.shift[i] = sum(sums.0 + sums.1)
    }
    MixtureMoments.products(
      UnsafePointer(workspace.differences(0)), UnsafePointer(workspace.weightedDifferences(0)),
      stride: workspace.stride, length: length, dimension: parameters.dimension,
      into: parameters.covariance(component), rowStride: parameters.rowStride)
    return sum(shares, count: length)
  }

  /// The same for up to four dimensions, without writing the differences down. A coordinate that is always 1, where there
  /// is room for it, makes s and the mass products too.
  private func computeFewMoments(of component: Int) -> Double {
    let (d, rowStride, length) = (parameters.dimension, parameters.rowStride, points.paddedCount)
    let (mean, covariance) = (parameters.mean(component), parameters.covariance(component))
    let shares = UnsafePointer(workspace.responsibilities(component))
    let none = UnsafePointer(workspace.differences(d))
    let column = { (i: Int) in i < d ? points.column(i) : i == d ? points.presence : none }
    let center = { (i: Int) in i < d ? mean[i] : 0 }
    let products = MixtureMoments.products(
      ofFour: (column(0), column(1), column(2), column(3)), minus: SIMD4(center(0), center(1), center(2), center(3)),
      weights: shares, length: length)
    let mass = d < 4 ? products[d][d] : sum(shares, count: length)
    for i in 0..<d {
      for j in i..<d { covariance[i * rowStride + j] = products[i][j] }
      workspace.shift[i] =
        d < 4 ? products[i][d] : MixtureMoments.product(shares, column(i), length: length) - mass * mean[i]
    }
    return mass
  }
}
