import Testing

@testable import Numerics

/// Clusters rows and gives their labels and the centres.
private func cluster(_ rows: [[Double]], _ count: Int, seed: UInt64) -> (labels: [Int], centers: [[Double]]) {
  let d = rows[0].count
  let points = PointColumns(capacity: rows.count, dimension: d)
  rows.flatMap { $0 }.withUnsafeBufferPointer { points.load(rows: $0) }
  let parameters = MixtureParameters(capacity: count, dimension: d)
  let workspace = MixtureWorkspace(capacity: rows.count, dimension: d, components: count)
  var generator = Xoshiro256PlusPlus(seed: seed)
  KMeans(points: points, parameters: parameters, workspace: workspace).run(count: count, using: &generator)
  let labels = rows.indices.map { row in (0..<count).first { workspace.responsibilities($0)[row] == 1 } ?? -1 }
  return (labels, (0..<count).map { center in (0..<d).map { points.origin[$0] + parameters.mean(center)[$0] } })
}

private func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
}

@Test func everyPointBelongsToItsNearestCenterAndCentersAreMeans() {
  var generator = Xoshiro256PlusPlus(seed: 1)
  let rows = (0..<200).map { _ in [generator.uniform(), generator.uniform(), generator.uniform()] }
  for seed in 0..<20 {
    let (labels, centers) = cluster(rows, 7, seed: UInt64(seed))
    #expect(Set(labels) == Set(0..<7))
    for (row, label) in zip(rows, labels) {
      let distances = centers.map { squaredDistance(row, $0) }
      #expect(distances[label] == distances.min())
    }
    // The centres moved by no more than the tolerance in the last step.
    for center in 0..<7 {
      let members = zip(rows, labels).filter { $0.1 == center }.map(\.0)
      let mean = (0..<3).map { i in members.reduce(0) { $0 + $1[i] } / Double(members.count) }
      #expect(squaredDistance(mean, centers[center]) < 1e-3)
    }
  }
}

@Test func separateClustersAreFound() {
  var generator = Xoshiro256PlusPlus(seed: 2)
  let rows = (0..<60).map { index in [Double(index % 4) * 10 + generator.normal(), generator.normal()] }
  var found = 0
  for seed in 0..<50 {
    let labels = cluster(rows, 4, seed: UInt64(seed)).labels
    if rows.indices.allSatisfy({ labels[$0] == labels[$0 % 4] }) { found += 1 }
  }
  // Greedy k-means++ starts in all four clusters nearly always.
  #expect(found >= 45)
}

@Test func clustersStayEmptyWhereFewerPointsAreDistinct() {
  let rows = (0..<40).map { [Double($0 % 3), 1] }
  let (labels, centers) = cluster(rows, 6, seed: 3)
  #expect(Set(labels).count == 3)
  #expect(labels.allSatisfy { $0 >= 0 })
  #expect(centers.allSatisfy { rows.contains($0) })
}
