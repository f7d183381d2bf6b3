/// Expectation-maximisation for mixtures of Gaussians with full covariances (Dempster, Laird and Rubin 1977).
///
/// Points, parameters and workspace have the same dimension; the workspace has room for all points and components. No
/// step allocates.
struct ExpectationMaximization {
  /// EM ends when an iteration changes the log-likelihood per point by less.
  static let tolerance = 1e-3
  /// EM ends after as many iterations.
  static let largestIterationCount = 100

  private let expectation: ExpectationStep
  private let maximization: MaximizationStep

  init(points: PointColumns, parameters: MixtureParameters, workspace: MixtureWorkspace) {
    expectation = ExpectationStep(points: points, parameters: parameters, workspace: workspace)
    maximization = MaximizationStep(points: points, parameters: parameters, workspace: workspace)
  }

  /// Iterates until the likelihood stands still, from the parameters that there are.
  ///
  /// Leaves the log-likelihood of the last parameters in `parameters`. Returns the number of iterations.
  @discardableResult
  func run() -> Int {
    let (parameters, count) = (expectation.parameters, Double(expectation.points.count))
    var last = -Double.infinity
    for iteration in 1...Self.largestIterationCount {
      let current = expectation.run() / count
      maximization.run()
      if abs(current - last) < Self.tolerance {
        parameters.logLikelihood = expectation.run()
        return iteration
      }
      last = current
    }
    parameters.logLikelihood = expectation.run()
    return Self.largestIterationCount
  }

  /// The same from the responsibilities that there are, and means not far from those they make.
  @discardableResult
  func runFromResponsibilities() -> Int {
    maximization.run()
    return run()
  }
}
