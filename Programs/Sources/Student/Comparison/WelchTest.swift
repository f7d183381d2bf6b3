import Glibc

/// Mean and sample deviation of some numbers.
public struct Sample: Sendable, Equatable {
  /// How many numbers there are.
  public let count: Int
  /// Their mean; NaN where there are none.
  public let mean: Double
  /// Their sample deviation, with count - 1 below the sum; NaN where there are fewer than two.
  public let deviation: Double

  /// The mean and deviation of some numbers.
  public init(_ values: [Double]) {
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    deviation =
      values.count < 2
      ? .nan : (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
  }
}

/// Welch's test whether two samples with deviations of their own come from distributions of the same mean.
///
/// Welch, "The generalization of 'Student's' problem when several different population variances are involved" (1947).
public struct WelchTest: Sendable, Equatable {
  /// The difference of the means over its standard error.
  public let t: Double
  /// The degrees of freedom, after Welch and Satterthwaite.
  public let degreesOfFreedom: Double
  /// How likely a difference as large either way is where the means are the same.
  public let pValue: Double

  /// Nil where a sample has fewer than two numbers, or neither varies.
  public init?(_ first: Sample, _ second: Sample) {
    guard first.count >= 2, second.count >= 2 else { return nil }
    let a = first.deviation * first.deviation / Double(first.count)
    let b = second.deviation * second.deviation / Double(second.count)
    guard a + b > 0 else { return nil }
    t = (first.mean - second.mean) / (a + b).squareRoot()
    degreesOfFreedom =
      (a + b) * (a + b) / (a * a / Double(first.count - 1) + b * b / Double(second.count - 1))
    let x = degreesOfFreedom / (degreesOfFreedom + t * t)
    pValue = regularizedIncompleteBeta(x, degreesOfFreedom / 2, 0.5)
  }
}

/// I_x(a, b), the share of a beta distribution below x.
///
/// Lentz's evaluation of the continued fraction of Abramowitz and Stegun, "Handbook of mathematical functions" (1964),
/// 26.5.8.
func regularizedIncompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  guard x > 0 else { return 0 }
  guard x < 1 else { return 1 }
  // The fraction converges fast on one side of the mean only.
  return x <= (a + 1) / (a + b + 2) ? continuedFraction(x, a, b) : 1 - continuedFraction(1 - x, b, a)
}

private func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  let logPower: Double = a * log(x) + b * log(1 - x)
  let logBeta: Double = lgamma(a) + lgamma(b) - lgamma(a + b)
  let front: Double = exp(logPower - logBeta) / a
  let tiny = 1e-300
  func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var c = 1.0
  var d = 1 / kept(1 - (a + b) * x / (a + 1))
  var result = d
  for m in 1...1000 {
    let m = Double(m)
    let even: Double = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    let odd: Double = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    for term in [even, odd] {
      d = 1 / kept(1 + term * d)
      c = kept(1 + term / c)
      result *= c * d
    }
    if abs(c * d - 1) < 1e-15 { break }
  }
  return front * result
}
