import Glibc

/// What a model's likelihood is charged for its number of parameters; the lower, the better the model.
public enum InformationCriterion: String, CaseIterable, Sendable {
  /// Akaike's, 2p - 2 log L.
  case aic
  /// Schwarz's Bayesian criterion, p log n - 2 log L.
  case bic
  /// Akaike's with Hurvich and Tsai's correction for small samples, AIC + 2p(p + 1) / (n - p - 1); infinite where n is
  /// p + 1 or less.
  case aicc

  /// The criterion of a model with `parameters` free parameters and a total log-likelihood over `points` points.
  public func value(logLikelihood: Double, parameters: Int, points: Int) -> Double {
    let p = Double(parameters)
    let n = Double(points)
    switch self {
    case .aic: return 2 * p - 2 * logLikelihood
    case .bic: return p * log(n) - 2 * logLikelihood
    case .aicc:
      guard n - p - 1 > 0 else { return .infinity }
      return 2 * p - 2 * logLikelihood + 2 * p * (p + 1) / (n - p - 1)
    }
  }
}
