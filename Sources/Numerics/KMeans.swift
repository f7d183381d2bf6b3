import Glibc

/// k-means by Lloyd's algorithm, begun with greedy k-means++ (Arthur and Vassilvitskii 2007), to start EM with.
///
/// The centres are the means of `parameters`; the clusters end as hard responsibilities in `workspace`. No step
/// allocates.
struct KMeans {
  /// The iterations end when the centres move, squared and summed, by no more than this share of the mean variance.
  static let tolerance = 1e-4
  /// The iterations end after as many.
  static let largestIterationCount = 300

  let points: PointColumns
  let parameters: MixtureParameters
  let workspace: MixtureWorkspace

  /// Clusters the points into `count` clusters; some are empty where fewer points are distinct.
  ///
  /// Complexity: O(points * count * dimension) for each iteration.
  func run(count: Int, using generator: inout Xoshiro256PlusPlus) {
    parameters.count = count
    chooseCenters(using: &generator)
    let tolerance = Self.tolerance * meanVariance()
    assignPoints()
    for _ in 0..<Self.largestIterationCount {
      fillEmptyClusters()
      let moved = moveCenters()
      for i in 0..<points.paddedCount { workspace.lastLabels[i] = workspace.labels[i] }
      assignPoints()
      if labelsAreLastOnes() || moved <= tolerance { break }
    }
    writeResponsibilities()
  }

  /// Draws the first centre uniformly, each further one as the best of a few points drawn in proportion to their squared
  /// distance from the centres so far: the one that leaves the least sum of squared distances.
  private func chooseCenters(using generator: inout Xoshiro256PlusPlus) {
    let count = parameters.count
    let distances = workspace.distances
    setCenter(0, toPoint: generator.uniform(below: points.count))
    _ = computeDistances(from: UnsafePointer(parameters.mean(0)), into: distances, atMost: nil)
    let trials = 2 + Int(log(Double(count)))
    for center in 1..<max(count, 1) {
      var best = 0
      var bestPotential = Double.infinity
      for _ in 0..<trials {
        let candidate = drawPoint(using: &generator)
        setCenter(center, toPoint: candidate)
        let left = computeDistances(
          from: UnsafePointer(parameters.mean(center)), into: workspace.trial, atMost: UnsafePointer(distances))
        if left < bestPotential { (best, bestPotential) = (candidate, left) }
      }
      setCenter(center, toPoint: best)
      _ = computeDistances(
        from: UnsafePointer(parameters.mean(center)), into: distances, atMost: UnsafePointer(distances))
    }
  }

  /// Draws a point in proportion to its squared distance; any, where all lie on centres.
  private func drawPoint(using generator: inout Xoshiro256PlusPlus) -> Int {
    proportionalChoice(UnsafeBufferPointer(start: workspace.distances, count: points.count), using: &generator)
  }

  private func setCenter(_ center: Int, toPoint index: Int) {
    for i in 0..<points.dimension { parameters.mean(center)[i] = points.column(i)[index] }
  }

  /// Writes each point's squared distance from a centre, or what is in `bound` where that is less; 0 past the last
  /// point. Returns the sum.
  private func computeDistances(
    from center: UnsafePointer<Double>, into distances: UnsafeMutablePointer<Double>,
    atMost bound: UnsafePointer<Double>?
  ) -> Double {
    var total = Lanes(repeating: 0)
    for first in stride(from: 0, to: points.paddedCount, by: Lanes.width) {
      var distance = squaredDistance(first, center) * points.presence.lanes(first)
      if let bound {
        let least = bound.lanes(first)
        distance = distance.replacing(with: least, where: least .< distance)
      }
      distances.setLanes(first, distance)
      total += distance
    }
    return sum(total)
  }

  @inline(__always)
  private func squaredDistance(_ first: Int, _ center: UnsafePointer<Double>) -> Lanes {
    var result = Lanes(repeating: 0)
    for i in 0..<points.dimension {
      let difference = points.column(i).lanes(first) - Lanes(repeating: center[i])
      result = result.addingProduct(difference, difference)
    }
    return result
  }

  /// Labels each point with the nearest centre, the first among equals.
  private func assignPoints() {
    for first in stride(from: 0, to: points.paddedCount, by: Lanes.width) {
      var nearest = squaredDistance(first, parameters.mean(0))
      var label = Lanes(repeating: 0)
      for center in 1..<max(parameters.count, 1) {
        let distance = squaredDistance(first, parameters.mean(center))
        let isNearer = distance .< nearest
        nearest = nearest.replacing(with: distance, where: isNearer)
        label = label.replacing(with: Lanes(repeating: Double(center)), where: isNearer)
      }
      workspace.labels.setLanes(first, label)
      workspace.distances.setLanes(first, nearest * points.presence.lanes(first))
    }
  }

  /// Gives each cluster without points the point that lies farthest from its centre, as long as one lies off it.
  private func fillEmptyClusters() {
    for center in 0..<parameters.count {
      let isEmpty = !(0..<points.count).contains { workspace.labels[$0] == Double(center) }
      guard isEmpty else { continue }
      var farthest = 0
      for i in 1..<max(points.count, 1) where workspace.distances[i] > workspace.distances[farthest] { farthest = i }
      guard workspace.distances[farthest] > 0 else { return }
      workspace.labels[farthest] = Double(center)
      workspace.distances[farthest] = 0
    }
  }

  /// Moves the centres to the means of their points. Returns the sum of the squared ways.
  private func moveCenters() -> Double {
    writeResponsibilities()
    var moved = 0.0
    for center in 0..<parameters.count {
      let shares = UnsafePointer(workspace.responsibilities(center))
      let mean = parameters.mean(center)
      let size = sum(shares, count: points.paddedCount)
      guard size > 0 else { continue }
      for i in 0..<points.dimension {
        let new = MixtureMoments.product(shares, points.column(i), length: points.paddedCount) / size
        moved += (new - mean[i]) * (new - mean[i])
        mean[i] = new
      }
    }
    return moved
  }

  private func labelsAreLastOnes() -> Bool {
    for i in 0..<points.count where workspace.labels[i] != workspace.lastLabels[i] { return false }
    return true
  }

  private func writeResponsibilities() {
    for center in 0..<parameters.count {
      let label = Lanes(repeating: Double(center))
      let shares = workspace.responsibilities(center)
      for first in stride(from: 0, to: points.paddedCount, by: Lanes.width) {
        let belongs = workspace.labels.lanes(first) .== label
        shares.setLanes(first, points.presence.lanes(first).replacing(with: 0, where: .!belongs))
      }
    }
  }

  private func meanVariance() -> Double {
    var total = 0.0
    for i in 0..<points.dimension {
      let column = points.column(i)
      var mean = 0.0
      for k in 0..<points.count { mean += column[k] }
      mean /= Double(points.count)
      for k in 0..<points.count { total += (column[k] - mean) * (column[k] - mean) }
    }
    return total / Double(points.count * points.dimension)
  }
}
