import Glibc

// Ours rather than the standard library's `random(in:using:)`, which may change how it uses a generator's bits from one
// release to the next: the same seed must give the same numbers for years.
extension RandomNumberGenerator {
  /// A number uniform in [0, 1), a multiple of 2^-53.
  @inlinable
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number uniform in [low, high).
  @inlinable
  public mutating func uniform(from low: Double, to high: Double) -> Double {
    low + uniform() * (high - low)
  }

  /// A whole number uniform in 0..<bound, exactly; `bound` is positive.
  ///
  /// Lemire, "Fast random integer generation in an interval" (2019), section 4.
  @inlinable
  public mutating func uniform(below bound: Int) -> Int {
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// A number from the normal distribution with mean 0 and deviation 1.
  ///
  /// Marsaglia and Bray's polar method, one number of each pair used: nothing is kept between two calls, so a
  /// generator's state is its words alone.
  @inlinable
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square > 0, square < 1 { return x * (-2 * log(square) / square).squareRoot() }
    }
  }

  /// A number from the normal distribution with a given mean and deviation.
  @inlinable
  public mutating func normal(mean: Double, deviation: Double) -> Double {
    mean + deviation * normal()
  }
}
