/// Fits mixtures of Gaussians to points, one for each number of components, and keeps the best.
///
/// It holds scratch memory only: what a fit gives depends on the points, the settings, the mixtures to start from and
/// the generator. Whatever the points, as long as no coordinate exceeds 1e100, the result is a usable mixture.
public final class MixtureFitter {
  /// The points to fit to; load them before a fit.
  public let points: PointColumns
  private let settings: MixtureSettings
  private let workspace: MixtureWorkspace
  private var current: MixtureParameters
  private var best: MixtureParameters

  /// A fitter for up to `capacity` points.
  public init(capacity: Int, dimension: Int, settings: MixtureSettings) {
    self.settings = settings
    let components = settings.components.upperBound
    points = PointColumns(capacity: capacity, dimension: dimension)
    workspace = MixtureWorkspace(capacity: capacity, dimension: dimension, components: components)
    current = MixtureParameters(capacity: components, dimension: dimension)
    best = MixtureParameters(capacity: components, dimension: dimension)
  }

  /// Fits one mixture for each number of components and returns the one with the lowest criterion, the smallest among
  /// equals.
  ///
  /// Each number of components draws from a generator of its own, seeded from `generator`.
  ///
  /// - Parameter previous: with warm start, the last mixture of each number of components, or empty before the first
  ///   fit; replaced by the new ones. Left empty without warm start.
  ///
  /// Complexity: O(n * k^2 * d^2) for each iteration of EM, for n points, d dimensions, up to k components.
  public func fit(
    startingFrom previous: inout [GaussianMixture], using generator: inout Xoshiro256PlusPlus
  ) -> GaussianMixture {
    let starts = previous
    previous.removeAll(keepingCapacity: true)
    var chosen: GaussianMixture?
    var lowest = Double.infinity
    for (place, components) in settings.components.enumerated() {
      var own = Xoshiro256PlusPlus(seed: generator.next())
      if place < starts.count {
        best.load(starts[place], origin: points.origin)
        ExpectationMaximization(points: points, parameters: best, workspace: workspace).run()
      } else {
        fitAnew(components: components, using: &own)
      }
      let criterion = self.criterion(of: best)
      let isBetter = chosen == nil || criterion < lowest
      if isBetter || settings.warmStart {
        let mixture = GaussianMixture(best, points: points)
        if isBetter { (chosen, lowest) = (mixture, criterion) }
        if settings.warmStart { previous.append(mixture) }
      }
    }
    return chosen ?? GaussianMixture(best, points: points)
  }

  /// Runs EM from as many starts as the settings say; the likeliest result is left in `best`.
  private func fitAnew(components: Int, using generator: inout Xoshiro256PlusPlus) {
    for start in 0..<settings.restarts {
      KMeans(points: points, parameters: current, workspace: workspace).run(count: components, using: &generator)
      let algorithm = ExpectationMaximization(points: points, parameters: current, workspace: workspace)
      algorithm.runFromResponsibilities()
      if start == 0 || current.logLikelihood > best.logLikelihood { swap(&current, &best) }
    }
  }

  /// Runs EM from hard labels, one for each point and less than `components`, as k-means would leave them. Returns the
  /// mixture and the number of iterations.
  func fit(startingFromLabels labels: [Int], components: Int) -> (GaussianMixture, iterations: Int) {
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
