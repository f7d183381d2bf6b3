/// Fits one mixture at a time, with a given number of components, in scratch memory of its own.
final class MixtureFit {
  /// A mixture and its information criterion.
  typealias Result = (mixture: GaussianMixture, criterion: Double)

  private let points: PointColumns
  private let settings: MixtureSettings
  private let workspace: MixtureWorkspace
  private var current: MixtureParameters
  private var best: MixtureParameters

  init(points: PointColumns, settings: MixtureSettings) {
    let (dimension, components) = (points.dimension, settings.components.upperBound)
    self.points = points
    self.settings = settings
    workspace = MixtureWorkspace(capacity: points.capacity, dimension: dimension, components: components)
    current = MixtureParameters(capacity: components, dimension: dimension)
    best = MixtureParameters(capacity: components, dimension: dimension)
  }

  /// Fits a mixture by EM, from a mixture with as many components, or else from k-means, as many times as the settings
  /// say; the likeliest result counts.
  ///
  /// Complexity: O(n * k * d^2) for each iteration of EM, for n points, d dimensions, k components.
  func run(components: Int, startingFrom start: GaussianMixture?, seed: UInt64) -> Result {
    if let start, runs(from: start) { return (GaussianMixture(best, points: points), criterion(of: best)) }
    var generator = Xoshiro256PlusPlus(seed: seed)
    for start in 0..<settings.restarts {
      KMeans(points: points, parameters: current, workspace: workspace).run(count: components, using: &generator)
      let algorithm = ExpectationMaximization(points: points, parameters: current, workspace: workspace)
      algorithm.runFromResponsibilities()
      if start == 0 || current.logLikelihood > best.logLikelihood { swap(&current, &best) }
    }
    return (GaussianMixture(best, points: points), criterion(of: best))
  }

  /// Runs EM from a mixture. Returns whether that led anywhere: not from one that is so far from all points that their
  /// densities vanish.
  private func runs(from start: GaussianMixture) -> Bool {
    best.load(start, origin: points.origin)
    ExpectationMaximization(points: points, parameters: best, workspace: workspace).run()
    return best.logLikelihood.isFinite
  }

  /// Runs EM from hard labels, one for each point and less than `components`, as k-means would leave them. Returns the
  /// mixture and the number of iterations.
  func run(startingFromLabels labels: [Int], components: Int) -> (GaussianMixture, iterations: Int) {
    current.count = components
    for component in 0..<components {
      let shares = workspace.responsibilities(component)
      for i in 0..<points.paddedCount { shares[i] = i < points.count && labels[i] == component ? 1 : 0 }
      for i in 0..<points.dimension { current.mean(component)[i] = 0 }
    }
    let algorithm = ExpectationMaximization(points: points, parameters: current, workspace: workspace)
    let iterations = algorithm.runFromResponsibilities()
    return (GaussianMixture(current, points: points), iterations)
  }

  private func criterion(of parameters: MixtureParameters) -> Double {
    settings.criterion.value(
      logLikelihood: parameters.logLikelihood,
      parameters: GaussianMixture.parameterCount(components: parameters.count, dimension: points.dimension),
      points: points.count)
  }
}
