import Glibc

/// The Beta distribution over [0, 1], with the derivatives that an optimizer over its parameters needs.
public struct BetaDistribution: Sendable, Equatable {
  /// The parameters, both positive.
  public let (a, b): (Double, Double)

  /// The distribution with given, positive parameters; 1 and 1 make it uniform.
  public init(_ a: Double, _ b: Double) {
    self.a = a
    self.b = b
  }

  /// The natural logarithm of the Beta function B(a, b).
  public var logNormalizer: Double { logGamma(a) + logGamma(b) - logGamma(a + b) }

  /// The natural logarithm of the density at `u`.
  public func logDensity(at u: Double) -> Double {
    // 0 * log(0) is 0 here: with a = 1 the density does not depend on u.
    (a == 1 ? 0 : (a - 1) * log(u)) + (b == 1 ? 0 : (b - 1) * log(1 - u)) - logNormalizer
  }

  /// The differential entropy; 0, the largest, for the uniform distribution.
  public var entropy: Double {
    logNormalizer - (a - 1) * digamma(a) - (b - 1) * digamma(b) + (a + b - 2) * digamma(a + b)
  }

  /// The derivatives of the entropy by a and b.
  public var entropyGradient: (Double, Double) {
    let both = (a + b - 2) * trigamma(a + b)
    return (both - (a - 1) * trigamma(a), both - (b - 1) * trigamma(b))
  }

  /// The Kullback-Leibler divergence of another distribution from this one, KL(this || other).
  public func divergence(to other: BetaDistribution) -> Double {
    other.logNormalizer - logNormalizer + (a - other.a) * digamma(a) + (b - other.b) * digamma(b)
      + (other.a - a + other.b - b) * digamma(a + b)
  }

  /// The Fisher information by a and b: the entries of a symmetric matrix.
  public var information: (aa: Double, ab: Double, bb: Double) {
    let both = trigamma(a + b)
    return (trigamma(a) - both, -both, trigamma(b) - both)
  }

  /// Draws a number.
  public func sample(using generator: inout Xoshiro256PlusPlus) -> Double {
    let (x, y) = (generator.gamma(shape: a), generator.gamma(shape: b))
    // Both can underflow only with parameters far below 1.
    return x + y > 0 ? x / (x + y) : 0.5
  }
}

// MARK: - Probabilities

extension BetaDistribution {
  /// The probability of a number up to `u`: the regularized incomplete beta function.
  ///
  /// Lentz's algorithm for the continued fraction DLMF 8.17.22.
  public func probability(upTo u: Double) -> Double {
    guard u > 0 else { return 0 }
    guard u < 1 else { return 1 }
    // The fraction converges fast below the mean; above it the mirrored one does.
    if u > (a + 1) / (a + b + 2) { return 1 - BetaDistribution(b, a).probability(upTo: 1 - u) }
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * u / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var fraction = d
    for m in 1...500 {
      let m = Double(m)
      for term in [
        m * (b - m) * u / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (a + b + m) * u / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 + term * d
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = 1 + term / c
        if abs(c) < tiny { c = tiny }
        fraction *= c * d
      }
      if abs(c * d - 1) < 1e-15 { break }
    }
    return exp(a * log(u) + b * log(1 - u) - logNormalizer) * fraction / a
  }

  /// The number up to which numbers have a probability, to 1e-12.
  public func quantile(_ probability: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while high - low > 1e-12 {
      let middle = (low + high) / 2
      if self.probability(upTo: middle) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
