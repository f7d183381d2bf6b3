import Glibc
import Testing

@testable import Numerics

@Suite struct BetaDistributionTests {
  @Test func theGammaFunctionsHaveTheirKnownValues() {
    #expect(abs(logGamma(1)) < 1e-14 && abs(logGamma(5) - log(24)) < 1e-13)
    #expect(abs(logGamma(0.5) - 0.5 * log(Double.pi)) < 1e-13)
    let euler = 0.5772156649015329
    #expect(abs(digamma(1) + euler) < 1e-13 && abs(digamma(0.5) + euler + 2 * log(2)) < 1e-13)
    #expect(abs(trigamma(1) - Double.pi * Double.pi / 6) < 1e-13)
    #expect(abs(trigamma(0.5) - Double.pi * Double.pi / 2) < 1e-12)
    // Recurrences, across the change from one formula to the other.
    for x in [0.3, 2.5, 9.2, 9.9999, 10, 57] {
      #expect(abs(logGamma(x + 1) - logGamma(x) - log(x)) < 1e-12)
      #expect(abs(digamma(x + 1) - digamma(x) - 1 / x) < 1e-12)
      #expect(abs(trigamma(x + 1) - trigamma(x) + 1 / (x * x)) < 1e-12)
    }
  }

  @Test func probabilitiesHaveTheirClosedForms() {
    for u in [0.0, 1e-9, 0.01, 0.3, 0.5, 0.77, 0.999, 1] {
      #expect(abs(BetaDistribution(1, 1).probability(upTo: u) - u) < 1e-13)
      #expect(abs(BetaDistribution(3.5, 1).probability(upTo: u) - pow(u, 3.5)) < 1e-13)
      #expect(abs(BetaDistribution(1, 80).probability(upTo: u) - (1 - pow(1 - u, 80))) < 1e-12)
      #expect(abs(BetaDistribution(2, 2).probability(upTo: u) - u * u * (3 - 2 * u)) < 1e-13)
    }
    for share in [0.001, 0.05, 0.5, 0.95] {
      #expect(abs(BetaDistribution(4, 1).quantile(share) - pow(share, 0.25)) < 1e-11)
    }
  }

  @Test func entropyAndDivergenceHaveTheirClosedForms() {
    #expect(abs(BetaDistribution(1, 1).entropy) < 1e-14)
    // The density of Beta(2, 1) is 2 u.
    #expect(abs(BetaDistribution(2, 1).entropy - (0.5 - log(2))) < 1e-13)
    #expect(abs(BetaDistribution(1, 1).divergence(to: BetaDistribution(2, 1)) - (1 - log(2))) < 1e-13)
    #expect(abs(BetaDistribution(2, 1).divergence(to: BetaDistribution(1, 1)) - (log(2) - 0.5)) < 1e-13)
    #expect(abs(BetaDistribution(7, 31).divergence(to: BetaDistribution(7, 31))) < 1e-12)
    #expect(abs(BetaDistribution(2, 1).logDensity(at: 0.25) - log(0.5)) < 1e-13)
  }

  /// By finite differences.
  @Test(arguments: [(1.0, 1.0), (2.5, 40.0), (100.0, 90.0)])
  func derivativesAreThoseOfTheValues(a: Double, b: Double) {
    let step = 1e-5
    let beta = BetaDistribution(a, b)
    let byA = (BetaDistribution(a + step, b).entropy - BetaDistribution(a - step, b).entropy) / (2 * step)
    let byB = (BetaDistribution(a, b + step).entropy - BetaDistribution(a, b - step).entropy) / (2 * step)
    #expect(abs(byA - beta.entropyGradient.0) < 1e-6 && abs(byB - beta.entropyGradient.1) < 1e-6)
    // The divergence's second derivatives are the Fisher information.
    let d = 1e-3 * min(a, b)
    let along =
      beta.divergence(to: BetaDistribution(a + d, b + d)) + beta.divergence(to: BetaDistribution(a - d, b - d))
    let information = beta.information
    let expected = d * d * (information.aa + 2 * information.ab + information.bb)
    #expect(abs(along - expected) < 1e-3 * expected + 1e-12)
  }

  @Test(arguments: [(1.0, 1.0), (5.0, 2.0), (0.6, 3.0), (100.0, 30.0)])
  func drawsHaveTheDistribution(a: Double, b: Double) {
    var generator = Xoshiro256PlusPlus(seed: 4)
    let beta = BetaDistribution(a, b)
    let draws = (0..<20_000).map { _ in beta.sample(using: &generator) }
    for share in [0.1, 0.5, 0.9] {
      let bound = beta.quantile(share)
      #expect(abs(Double(draws.count { $0 <= bound }) / 20_000 - share) < 0.015)
    }
  }
}
