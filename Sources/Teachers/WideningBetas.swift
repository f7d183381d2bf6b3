import Glibc
import Numerics

/// One step of DORAEMON: the widest product of Beta distributions that is near the present one and under which enough
/// episodes succeed.
///
///     maximize    H(q)                                   the entropy
///     subject to  J(q) = mean[success * q(u) / p(u)] >= share
///                 KL(p || q) <= divergence
///
/// Tiboni et al., "Domain randomization via entropy maximization" (2024), equation 4. Solved by projected ascent with the
/// Fisher matrix of the present distribution p as the metric, in which the divergence is a ball, and an augmented Lagrangian
/// for the share. What comes back keeps the constraints exactly.
struct WideningBetas {
  /// What a parameter can be.
  static let range = 1.0...110.0
  private static let rounds = 20
  private static let stepsPerRound = 30

  /// The present distribution p, by dimension.
  let present: [BetaDistribution]
  /// The number of episodes.
  let count: Int
  /// The successes of the episodes in which there was some.
  private let successes: [Double]
  /// Rows of log(u) and log(1 - u) of these episodes.
  private let logarithms: [Double]
  private let mirrored: [Double]
  /// The largest divergence.
  let divergence: Double

  /// - Parameters:
  ///   - points: Rows of coordinates in the open unit box, drawn from `present`.
  ///   - successes: One for each row, from 0 to 1; one row at least.
  init(present: [BetaDistribution], points: [Double], successes: [Double], divergence: Double) {
    let d = present.count
    let succeeding = successes.indices.filter { successes[$0] > 0 }
    self.present = present
    count = successes.count
    self.successes = succeeding.map { successes[$0] }
    logarithms = succeeding.flatMap { row in (0..<d).map { log(points[row * d + $0]) } }
    mirrored = succeeding.flatMap { row in (0..<d).map { log(1 - points[row * d + $0]) } }
    self.divergence = divergence
  }

  /// The distribution of the next batch; nil if the present one stays.
  ///
  /// - Parameters:
  ///   - share: The share of success that has to be kept.
  ///   - seeksSuccess: Whether to look for more success if the present distribution has too little.
  func next(share: Double, seeksSuccess: Bool) -> [BetaDistribution]? {
    var start = present
    if success(present) < share {
      guard seeksSuccess, !successes.isEmpty else { return nil }
      start = ascend(from: present, limit: max(divergence - 1e-5, divergence / 2)) { betas in
        (self.success(betas), self.successGradient(betas))
      }
      guard success(start) >= share else { return start == present ? nil : start }
      // The nearest one on the way there leaves most room.
      start = nearest(on: start) { self.success($0) >= share }
    }
    var best = start
    var betas = start
    var multiplier = 0.0
    let penalty = 50.0 * Double(present.count)
    for _ in 0..<Self.rounds {
      betas = ascend(from: betas, limit: divergence) { betas in
        let lack = max(0, share - self.success(betas) + multiplier / penalty)
        let gradient = zip(self.entropyGradient(betas), self.successGradient(betas))
        return (
          self.entropy(betas) - penalty / 2 * lack * lack,
          gradient.map { ($0.0 + penalty * lack * $1.0, $0.1 + penalty * lack * $1.1) }
        )
      } visiting: { betas in
        if self.success(betas) >= share, self.entropy(betas) > self.entropy(best) { best = betas }
      }
      multiplier = max(0, multiplier + penalty * (share - success(betas)))
    }
    return best == present ? nil : best
  }

  // MARK: Functions of a distribution

  /// The estimate of the share of success.
  func success(_ betas: [BetaDistribution]) -> Double { weights(betas).reduce(0, +) / Double(count) }

  func entropy(_ betas: [BetaDistribution]) -> Double { betas.reduce(0) { $0 + $1.entropy } }

  func divergence(to betas: [BetaDistribution]) -> Double {
    zip(present, betas).reduce(0) { $0 + $1.0.divergence(to: $1.1) }
  }

  /// Each success times the ratio of densities.
  private func weights(_ betas: [BetaDistribution]) -> [Double] {
    let d = present.count
    let constant = zip(present, betas).reduce(0) { $0 + $1.0.logNormalizer - $1.1.logNormalizer }
    let slopes = zip(present, betas).map { ($1.a - $0.a, $1.b - $0.b) }
    return successes.indices.map { row in
      var exponent = constant
      for i in 0..<d {
        exponent += slopes[i].0 * logarithms[row * d + i] + slopes[i].1 * mirrored[row * d + i]
      }
      // The ratio of two densities can overflow far outside of what the divergence allows.
      return successes[row] * exp(min(exponent, 50))
    }
  }

  /// Derivatives by the logarithms of a and b.
  private func entropyGradient(_ betas: [BetaDistribution]) -> [(Double, Double)] {
    betas.map { ($0.a * $0.entropyGradient.0, $0.b * $0.entropyGradient.1) }
  }

  /// Derivatives by the logarithms of a and b.
  private func successGradient(_ betas: [BetaDistribution]) -> [(Double, Double)] {
    let (d, weights) = (present.count, weights(betas))
    let total = weights.reduce(0, +)
    return betas.indices.map { i in
      var (sum, mirroredSum) = (0.0, 0.0)
      for (row, weight) in weights.enumerated() {
        sum += weight * logarithms[row * d + i]
        mirroredSum += weight * mirrored[row * d + i]
      }
      let (a, b) = (betas[i].a, betas[i].b)
      let both = digamma(a + b)
      return (
        a * (sum + total * (both - digamma(a))) / Double(count),
        b * (mirroredSum + total * (both - digamma(b))) / Double(count)
      )
    }
  }

  // MARK: Projected ascent

  /// Climbs from a distribution within a divergence of the present one. No step makes the value less.
  private func ascend(
    from start: [BetaDistribution], limit: Double,
    _ function: ([BetaDistribution]) -> (value: Double, gradient: [(Double, Double)]),
    visiting visit: ([BetaDistribution]) -> Void = { _ in }
  ) -> [BetaDistribution] {
    var betas = start
    var (value, gradient) = function(betas)
    var step = 1.0
    for _ in 0..<Self.stepsPerRound {
      let direction = zip(present, gradient).map { Self.solve($0, $1) }
      var isBetter = false
      for _ in 0..<12 {
        let moved = projected(
          zip(betas, direction).map { beta, direction in
            Self.held(log(beta.a) + step * direction.0, log(beta.b) + step * direction.1)
          }, limit: limit)
        let (newValue, newGradient) = function(moved)
        if newValue > value {
          (betas, value, gradient, isBetter) = (moved, newValue, newGradient, true)
          visit(betas)
          step *= 1.5
          break
        }
        step /= 3
      }
      guard isBetter else { break }
    }
    return betas
  }

  /// The Fisher matrix by the logarithms of a and b, divided into a gradient. A step is no longer than 1.
  private static func solve(_ beta: BetaDistribution, _ gradient: (Double, Double)) -> (Double, Double) {
    let information = beta.information
    let (aa, ab, bb) = (
      beta.a * beta.a * information.aa, beta.a * beta.b * information.ab, beta.b * beta.b * information.bb
    )
    let determinant = max(aa * bb - ab * ab, 1e-12)
    let (x, y) = (
      (bb * gradient.0 - ab * gradient.1) / determinant, (aa * gradient.1 - ab * gradient.0) / determinant
    )
    let length = max(abs(x), abs(y))
    return length > 1 ? (x / length, y / length) : (x, y)
  }

  private static func held(_ logA: Double, _ logB: Double) -> BetaDistribution {
    BetaDistribution(
      min(max(exp(logA), range.lowerBound), range.upperBound), min(max(exp(logB), range.lowerBound), range.upperBound))
  }

  /// The distribution itself if it is near enough, else the last one on the way there from the present one that is.
  private func projected(_ betas: [BetaDistribution], limit: Double) -> [BetaDistribution] {
    guard divergence(to: betas) > limit else { return betas }
    var (low, high) = (0.0, 1.0)
    var result = present
    for _ in 0..<30 {
      let middle = (low + high) / 2
      let between = between(betas, middle)
      if divergence(to: between) <= limit { (low, result) = (middle, between) } else { high = middle }
    }
    return result
  }

  /// The first distribution on the way from the present one to one of which something is true, of which it is true too.
  private func nearest(
    on betas: [BetaDistribution], _ isTrue: ([BetaDistribution]) -> Bool
  ) -> [BetaDistribution] {
    var (low, high) = (0.0, 1.0)
    var result = betas
    for _ in 0..<30 {
      let middle = (low + high) / 2
      let between = between(betas, middle)
      if isTrue(between) { (high, result) = (middle, between) } else { low = middle }
    }
    return result
  }

  /// A share of the way from the present distribution to another, along the logarithms of their parameters.
  private func between(_ betas: [BetaDistribution], _ share: Double) -> [BetaDistribution] {
    zip(present, betas).map { present, beta in
      Self.held(
        log(present.a) + share * (log(beta.a) - log(present.a)), log(present.b) + share * (log(beta.b) - log(present.b))
      )
    }
  }
}
