import Glibc

/// The natural logarithm of the gamma function of a positive number.
///
/// Recurrence up to 10, then Stirling's series: off by some 1e-14 at most. Not the system's, which differs between systems.
public func logGamma(_ x: Double) -> Double {
  var (x, product) = (x, 1.0)
  while x < 10 {
    product *= x
    x += 1
  }
  let y = 1 / (x * x)
  let series = 1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680 - y * (1.0 / 1188 - y * 691.0 / 360360))))
  return (x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi) + series / x - log(product)
}

/// The derivative of `logGamma` at a positive number.
public func digamma(_ x: Double) -> Double {
  var (x, sum) = (x, 0.0)
  while x < 10 {
    sum -= 1 / x
    x += 1
  }
  let y = 1 / (x * x)
  let series =
    y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y * (1.0 / 132 - y * 691.0 / 32760)))))
  return sum + log(x) - 0.5 / x - series
}

/// The derivative of `digamma` at a positive number.
public func trigamma(_ x: Double) -> Double {
  var (x, sum) = (x, 0.0)
  while x < 10 {
    sum += 1 / (x * x)
    x += 1
  }
  let y = 1 / (x * x)
  let series = 1.0 / 6 - y * (1.0 / 30 - y * (1.0 / 42 - y * (1.0 / 30 - y * (5.0 / 66 - y * 691.0 / 2730))))
  return sum + 1 / x + 0.5 * y + series * y / x
}
