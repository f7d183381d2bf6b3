import Glibc

/// The E step: each component's share in each point, by the log-sum-exp rule, and the likelihood of all.
///
/// A share below e^-46, 1e-20, of a point's greatest is taken for 0. That is beyond what a double keeps of their sum; and
/// without it means would creep towards points by ever smaller numbers, which end in slow subnormal arithmetic.
struct ExpectationStep {
  /// The logarithm of the least share of the greatest that counts.
  private static let negligible = -46.0
  /// Far beyond any squared distance that counts; also what an overflow is taken for.
  private static let farthest = 1e300

  let points: PointColumns
  let parameters: MixtureParameters
  let workspace: MixtureWorkspace

  /// Computes the responsibilities under the parameters. Returns the log-likelihood of all points together.
  func run() -> Double {
    switch parameters.dimension {
    case 2: computeLogDensities(Two.self)
    case 3: computeLogDensities(Three.self)
    case 4: computeLogDensities(Four.self)
    default: computeLogDensities(Many.self)
    }
    return normalizeResponsibilities()
  }

  /// Writes the logarithms of the components' weighted densities into their responsibilities.
  private func computeLogDensities(_ dimension: (some KnownDimension).Type) {
    for component in 0..<parameters.count {
      computeLogDensities(of: component, dimension: dimension.value(of: parameters.dimension))
    }
  }

  @inline(__always)
  private func computeLogDensities(of component: Int, dimension: Int) {
    let inverse = UnsafePointer(parameters.inverse(component))
    let center = UnsafePointer(parameters.transformedMean(component))
    let (rowStride, stride) = (parameters.rowStride, points.stride)
    let x = points.column(0)
    let peak = Lanes(repeating: parameters.logPeaks[component])
    let densities = workspace.responsibilities(component)
    for first in Swift.stride(from: 0, to: points.paddedCount, by: 2 * Lanes.width) {
      let squares = MixtureMoments.squaredNorms(
        inverse, rowStride: rowStride, minus: center, x: x + first, stride: stride, dimension: dimension)
      densities.setLanes(first, logDensity(peak, squares.0))
      densities.setLanes(first + Lanes.width, logDensity(peak, squares.1))
    }
  }

  @inline(__always)
  private func logDensity(_ peak: Lanes, _ square: Lanes) -> Lanes {
    peak - 0.5 * square.replacing(with: Self.farthest, where: .!(square .< Lanes(repeating: Self.farthest)))
  }

  /// Turns log-densities into shares of 1. Returns the log-likelihood of all points together.
  private func normalizeResponsibilities() -> Double {
    let (shares, stride, count) = (workspace.responsibilities(0), workspace.stride, parameters.count)
    var largestSum = Lanes(repeating: 0)
    // The logarithm of a product of sums costs one logarithm; 64 sums of at most 64 ones cannot overflow.
    var product = Lanes(repeating: 1)
    var factors = 0
    var logSum = 0.0
    for first in Swift.stride(from: 0, to: points.paddedCount, by: Lanes.width) {
      let end = first &+ count &* stride
      var largest = shares.lanes(first)
      var place = first &+ stride
      while place < end {
        largest = greater(largest, shares.lanes(place))
        place &+= stride
      }
      var sum = Lanes(repeating: 0)
      place = first
      while place < end {
        let difference = shares.lanes(place) - largest
        let share = exponential(difference).replacing(with: 0, where: difference .< Lanes(repeating: Self.negligible))
        sum += share
        shares.setLanes(place, share)
        place &+= stride
      }
      let presence = points.presence.lanes(first)
      let scale = presence / sum
      place = first
      while place < end {
        shares.setLanes(place, shares.lanes(place) * scale)
        place &+= stride
      }
      largestSum = largestSum.addingProduct(largest, presence)
      product *= (Lanes(repeating: 1) - presence).addingProduct(sum, presence)
      factors &+= 1
      if factors == 64 {
        logSum += logarithmSum(product)
        product = Lanes(repeating: 1)
        factors = 0
      }
    }
    return sum(largestSum) + logSum + logarithmSum(product)
  }
}

/// A dimension that the compiler knows, for loops without branches; or any.
private protocol KnownDimension {
  static func value(of dimension: Int) -> Int
}

private enum Two: KnownDimension {
  static func value(of dimension: Int) -> Int { 2 }
}

private enum Three: KnownDimension {
  static func value(of dimension: Int) -> Int { 3 }
}

private enum Four: KnownDimension {
  static func value(of dimension: Int) -> Int { 4 }
}

private enum Many: KnownDimension {
  static func value(of dimension: Int) -> Int { dimension }
}

/// The sum of eight lanes' logarithms.
private func logarithmSum(_ lanes: Lanes) -> Double {
  var result = 0.0
  for i in 0..<Lanes.width { result += log(lanes[i]) }
  return result
}
