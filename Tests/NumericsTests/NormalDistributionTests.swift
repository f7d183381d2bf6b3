import Foundation
import Testing

@testable import Numerics

@Test func quantilesAreThoseOfTheTables() {
  // Wichura's own examples, and a table's.
  for (probability, quantile) in [
    (0.25, -0.6744897501960817), (0.001, -3.090232306167813), (1e-20, -9.262340089798408), (0.975, 1.959963984540054),
    (0.5, 0),
  ] {
    #expect(abs(NormalDistribution.quantile(probability) - quantile) <= 1e-14 * max(1, abs(quantile)))
  }
  #expect(NormalDistribution.quantile(0) == -.infinity && NormalDistribution.quantile(1) == .infinity)
}

@Test func probabilitiesAndQuantilesAreInverse() {
  for x in stride(from: -30.0, through: 6, by: 0.37) {
    #expect(abs(NormalDistribution.quantile(NormalDistribution.lowerTail(x)) - x) <= 1e-9 * max(1, abs(x)))
  }
}

@Test func probabilitiesKeepTheirDigitsFarOut() {
  for x in [0.5, 3, 9, 20] {
    let above = normalProbability(from: x, to: x + 1)
    #expect(above > 0 && abs(above / normalProbability(from: -x - 1, to: -x) - 1) < 1e-12)
  }
  #expect(normalProbability(from: -.infinity, to: .infinity) == 1)
  #expect(normalProbability(from: 1, to: 1) == 0 && normalProbability(from: 2, to: 1) == 0)
}
