import Glibc
import Numerics
import Testing

/// Gives the same number for ever.
private struct Constant: RandomNumberGenerator {
  var number: UInt64
  mutating func next() -> UInt64 { number }
}

@Suite struct DistributionsTests {
  private let count = 200_000

  private func mean(_ draw: () -> Double) -> Double {
    var sum = 0.0
    for _ in 0..<count { sum += draw() }
    return sum / Double(count)
  }

  @Test func uniformStaysBelowOne() {
    var (least, greatest) = (Constant(number: 0), Constant(number: .max))
    #expect(least.uniform() == 0)
    #expect(greatest.uniform() == 1 - 0x1p-53)
    #expect(least.uniform(from: -3, to: 5) == -3)
  }

  // Moments of the uniform distribution: 1 / (k + 1). Five standard errors.
  @Test(arguments: 1...4)
  func uniformHasItsMoments(k: Int) {
    var generator = Xoshiro256PlusPlus(seed: 11)
    let moment = mean { pow(generator.uniform(), Double(k)) }
    let variance = 1 / Double(2 * k + 1) - 1 / Double((k + 1) * (k + 1))
    #expect(abs(moment - 1 / Double(k + 1)) < 5 * (variance / Double(count)).squareRoot())
  }

  // Moments of the normal distribution: 0, 1, 0, 3, and their deviations.
  @Test(arguments: [(1, 0.0, 1.0), (2, 1, 2), (3, 0, 15), (4, 3, 96)])
  func normalHasItsMoments(k: Int, expected: Double, variance: Double) {
    var generator = Xoshiro256PlusPlus(seed: 12)
    let moment = mean { pow(generator.normal(), Double(k)) }
    #expect(abs(moment - expected) < 5 * (variance / Double(count)).squareRoot())
  }

  // Kolmogorov and Smirnov's distance to the distribution function; 1.95 / sqrt(n) is exceeded once in a thousand.
  @Test func normalHasItsDistribution() {
    var generator = Xoshiro256PlusPlus(seed: 13)
    let count = 20_000
    let sample = (0..<count).map { _ in generator.normal(mean: 2, deviation: 3) }.sorted()
    var distance = 0.0
    for (i, number) in sample.enumerated() {
      let expected = 0.5 * erfc(-(number - 2) / (3 * 2.0.squareRoot()))
      distance = max(distance, abs(expected - Double(i) / Double(count)), abs(expected - Double(i + 1) / Double(count)))
    }
    #expect(distance < 1.95 / Double(count).squareRoot())
  }

  // Chi-squared over the outcomes; the bounds are exceeded once in a thousand.
  @Test(arguments: [(2, 10.83), (3, 13.82), (7, 22.46), (10, 27.88)])
  func wholeNumbersAreUniform(bound: Int, limit: Double) {
    var generator = Xoshiro256PlusPlus(seed: 14)
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<count { counts[generator.uniform(below: bound)] += 1 }
    let expected = Double(count) / Double(bound)
    let distance = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    #expect(distance < limit)
  }

  @Test func wholeNumbersStayBelowTheirBound() {
    var generator = Xoshiro256PlusPlus(seed: 15)
    for bound in [1, 2, 1 << 40, Int.max] {
      for _ in 0..<1000 { #expect((0..<bound).contains(generator.uniform(below: bound))) }
    }
    var greatest = Constant(number: .max)
    #expect(greatest.uniform(below: 10) == 9)
  }
}
