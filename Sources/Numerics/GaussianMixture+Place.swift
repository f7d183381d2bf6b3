import Glibc

extension GaussianMixture {
  /// Points at which the integral over several intervals is taken.
  private static let latticeSize = 256

  /// The natural logarithm of a component's density at a place in the leading coordinates, whatever the others are.
  ///
  /// With one interval it is exact. With more it is the mean over a lattice of fixed points, whose error is some 1 % of it
  /// with up to six intervals and some 5 % with sixteen: Genz, "Numerical computation of multivariate normal probabilities" (1992).
  ///
  /// - Complexity: O(d^3), and O(d k) for each of 256 points if k, the number of intervals, is above 1.
  public func logDensity(of component: Int, at place: Place) -> Double {
    let count = place.point.count
    guard !place.intervals.isEmpty else {
      return place.point.withUnsafeBufferPointer { logDensity(of: component, at: $0) }
    }
    // The intervals come last, so that they are conditional on the numbers.
    let order = (0..<count).filter { place.interval($0) == nil } + place.intervals.map(\.coordinate)
    let numbers = count - place.intervals.count
    let factor = rootOfCovariance(of: component, order)
    var solution = [Double](repeating: 0, count: count)
    var result = 0.0
    for i in 0..<numbers {
      var rest = place.point[order[i]] - mean(of: component, coordinate: order[i])
      for j in 0..<i { rest -= factor[i * count + j] * solution[j] }
      solution[i] = rest / factor[i * count + i]
      result -= 0.5 * (solution[i] * solution[i] + log(2 * Double.pi)) + log(factor[i * count + i])
    }
    let bounds = place.intervals.map { interval in
      let mean = mean(of: component, coordinate: interval.coordinate)
      return (low: interval.low - mean, high: interval.high - mean)
    }
    return result + log(Self.probability(of: bounds, factor, after: numbers, &solution))
  }

  /// The probability of intervals, each conditional on what comes before it.
  ///
  /// - Parameters:
  ///   - bounds: The intervals, less the mean.
  ///   - factor: L of the covariance L * transpose(L), row-major.
  ///   - numbers: How many coordinates come before the intervals; `solution` has them.
  private static func probability(
    of bounds: [(low: Double, high: Double)], _ factor: [Double], after numbers: Int, _ solution: inout [Double]
  ) -> Double {
    let count = solution.count
    let points = bounds.count == 1 ? 1 : latticeSize
    let roots = rootsOfPrimes(bounds.count - 1)
    var sum = 0.0
    for point in 0..<points {
      var product = 1.0
      for (k, bound) in bounds.enumerated() {
        let i = numbers + k
        var shift = 0.0
        for j in 0..<i { shift += factor[i * count + j] * solution[j] }
        let pivot = factor[i * count + i]
        let (low, high) = ((bound.low - shift) / pivot, (bound.high - shift) / pivot)
        let probability = NormalDistribution.probability(from: low, to: high)
        product *= probability
        guard product > 0 else { break }
        if k + 1 < bounds.count {
          solution[i] = conditional(lattice(point, roots[k]), from: low, to: high, probability)
        }
      }
      sum += product
    }
    return sum / Double(points)
  }

  /// The number of [low, high] below which a share of the interval's probability lies.
  private static func conditional(_ share: Double, from low: Double, to high: Double, _ probability: Double) -> Double {
    // On the side of 0 where probabilities keep their digits.
    let result =
      low > 0
      ? -NormalDistribution.quantile(NormalDistribution.lowerTail(-low) - share * probability)
      : NormalDistribution.quantile(NormalDistribution.lowerTail(low) + share * probability)
    return min(max(result, low), high)
  }

  /// A coordinate of a lattice point in (0, 1): multiples of the square root of a prime, folded so that the integral over
  /// them converges as for a periodic function.
  private static func lattice(_ point: Int, _ root: Double) -> Double {
    let x = (Double(point) + 0.5) * root
    return abs(2 * (x - x.rounded(.down)) - 1)
  }

  /// The square roots of the first primes.
  private static func rootsOfPrimes(_ count: Int) -> [Double] {
    var primes: [Int] = []
    var candidate = 2
    while primes.count < count {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map { Double($0).squareRoot() }
  }

  /// L of a component's covariance L * transpose(L), its coordinates in an order, row-major.
  private func rootOfCovariance(of component: Int, _ order: [Int]) -> [Double] {
    let count = order.count
    var factor = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        var rest = covariance(of: component, order[i], order[j])
        for k in 0..<j { rest -= factor[i * count + k] * factor[j * count + k] }
        if i == j {
          let least = Cholesky.smallestPivot * covariance(of: component, order[i], order[i])
          factor[i * count + i] = max(rest, least).squareRoot()
        } else {
          factor[i * count + j] = rest / factor[j * count + j]
        }
      }
    }
    return factor
  }
}
