import Testing

@testable import Numerics

/// Looks at every stored point: what the tree must equal, bit for bit.
private struct BruteForce {
  let memory: Int?
  var points: [[Double]] = []

  mutating func insert(_ point: [Double]) { points.append(point) }

  func nearest(to query: [Double]) -> (squaredDistance: Double, age: Int)? {
    var best: (squaredDistance: Double, age: Int)?
    for age in max(0, points.count - (memory ?? points.count))..<points.count {
      var distance = 0.0
      for (a, b) in zip(points[age], query) { distance = distance.addingProduct(a - b, a - b) }
      if best.map({ distance <= $0.squaredDistance }) ?? true { best = (distance, age) }
    }
    return best
  }
}

/// How the points of a test are spread.
enum Spread: CaseIterable {
  case uniform, clustered, gridded, duplicated, sorted, clamped, wide, huge

  func point(_ index: Int, dimension: Int, using generator: inout Xoshiro256PlusPlus) -> [Double] {
    (0..<dimension).map { i in
      switch self {
      case .uniform: generator.uniform()
      case .clustered: Double(index / 40 % 7) + 1e-3 * generator.normal()
      case .gridded: Double(generator.uniform(below: 4))
      case .duplicated: i == 0 ? Double(generator.uniform(below: 3)) : 0.5
      case .sorted: Double(index) + 0.1 * generator.uniform()
      case .clamped: min(max(generator.normal(), -0.5), 0.5)
      case .wide: generator.normal() * (i % 2 == 0 ? 1e9 : 1e-9)
      case .huge: generator.normal() * 1e200
      }
    }
  }
}

@Test(arguments: Spread.allCases, [1, 2, 3, 12, 64])
func nearestNeighborEqualsBruteForce(spread: Spread, dimension: Int) {
  for memory in [nil, 1, 7, 150] as [Int?] {
    var generator = Xoshiro256PlusPlus(seed: UInt64(dimension))
    var tree = NearestNeighbors(dimension: dimension, memory: memory)
    var brute = BruteForce(memory: memory)
    var mismatches = 0
    for i in 0..<(dimension > 3 ? 500 : 1500) {
      let query = spread.point(i, dimension: dimension, using: &generator)
      let found = query.withUnsafeBufferPointer { tree.nearest(to: $0) }
      let expected = brute.nearest(to: query)
      if found?.squaredDistance != expected?.squaredDistance || found?.age != expected?.age
        || found?.value != expected.map({ Double($0.age) * 3 })
      {
        mismatches += 1
      }
      query.withUnsafeBufferPointer { tree.insert($0, value: Double(i) * 3) }
      brute.insert(query)
      if let memory { #expect(tree.storedCount <= 2 * memory + BucketLeaves.capacity) }
    }
    #expect(mismatches == 0, "memory \(memory ?? -1)")
  }
}

@Test func sortedInsertionKeepsTheTreeShallow() {
  var tree = NearestNeighbors(dimension: 2, memory: nil)
  let count = 20_000
  for i in 0..<count {
    [Double(i), Double(i % 3)].withUnsafeBufferPointer { tree.insert($0, value: 0) }
  }
  #expect(tree.storedCount == count)
  // 20,000 points in leaves of at least 12 need 11 levels; each level of a subtree holds at most 4/5 of the one above.
  #expect(tree.depth <= 25)
}
