import SavedState

// The tree is written as it is, node by node from the root, the left side of each first, so that a restored one needs no
// building and grows on as the saved one would have.

extension BucketTree {
  /// Deeper no tree becomes that keeps its balance.
  private static let largestDepth = 256

  /// Complexity: O(n * dimension) for n stored points.
  func save(to state: inout StateWriter) { save(root, to: &state) }

  private func save(_ subtree: Int, to state: inout StateWriter) {
    guard subtree >= 0 else {
      state.write(true)
      return leaves.save(~subtree, to: &state)
    }
    let node = nodes[subtree]
    state.write(false)
    state.write(node.splitDimension)
    state.write(node.threshold)
    state.write(node.builtCount)
    save(node.left, to: &state)
    save(node.right, to: &state)
  }

  /// A tree that was saved. Of its points the coordinates lie within a range, the values within another, and the ages are
  /// whole numbers below `insertedCount`.
  ///
  /// Complexity: O(n * dimension) for n stored points.
  init(
    dimension: Int, insertedCount: Int, coordinates: ClosedRange<Double>, values: ClosedRange<Double>,
    from state: inout StateReader
  ) throws(StateError) {
    self.init(dimension: dimension)
    leaves = BucketLeaves(dimension: dimension)
    leaves.reserve(state.remaining / 8 * 3 / 2)
    let ages = 0.0...max(Double(insertedCount) - 1, 0)
    let limits = Limits(coordinates: coordinates, ages: ages, values: values, insertedCount: insertedCount)
    root = try restore(depth: 0, limits, from: &state).subtree
    guard insertedCount > 0 || count(root) == 0 else { throw .damaged("there are points before the first") }
  }

  private struct Limits {
    let coordinates: ClosedRange<Double>
    let ages: ClosedRange<Double>
    let values: ClosedRange<Double>
    let insertedCount: Int
  }

  private typealias Restored = (subtree: Int, bounds: Bounds)

  /// The least and the greatest coordinates of points, and their newest age.
  private struct Bounds {
    var low: [Double]
    var high: [Double]
    var newest = -1.0

    init(dimension: Int) {
      low = Array(repeating: .infinity, count: dimension)
      high = Array(repeating: -.infinity, count: dimension)
    }

    mutating func extend(by other: Bounds) {
      for i in low.indices {
        low[i] = min(low[i], other.low[i])
        high[i] = max(high[i], other.high[i])
      }
      newest = max(newest, other.newest)
    }
  }

  private mutating func restore(
    depth: Int, _ limits: Limits, from state: inout StateReader
  ) throws(StateError) -> Restored {
    guard depth <= Self.largestDepth else { throw .damaged("a tree is too deep") }
    if try state.readBool("whether a subtree is a leaf") {
      let leaf = try restoreLeaf(limits, from: &state)
      guard depth == 0 || count(leaf.subtree) > 0 else { throw .damaged("a leaf is empty") }
      return leaf
    }
    let index = makeNode()
    let splitDimension = try state.readInt(in: 0...(dimension - 1), "a node's dimension")
    let threshold = try state.readDouble()
    let builtCount = try state.readInt(in: 0...limits.insertedCount, "a node's size")
    let left = try restore(depth: depth + 1, limits, from: &state)
    let right = try restore(depth: depth + 1, limits, from: &state)
    guard left.bounds.high[splitDimension] < threshold, threshold <= right.bounds.low[splitDimension] else {
      throw .damaged("a point lies on the wrong side of a threshold")
    }
    nodes[index] = Node(
      splitDimension: splitDimension, threshold: threshold, left: left.subtree, right: right.subtree,
      count: count(left.subtree) + count(right.subtree), builtCount: builtCount, newestLeft: left.bounds.newest,
      newestRight: right.bounds.newest)
    for (side, bounds) in [left.bounds, right.bounds].enumerated() {
      for i in 0..<dimension {
        boxes[4 * (index * dimension + i) + side] = bounds.low[i]
        boxes[4 * (index * dimension + i) + 2 + side] = bounds.high[i]
      }
    }
    var bounds = left.bounds
    bounds.extend(by: right.bounds)
    return (index, bounds)
  }

  private mutating func restoreLeaf(_ limits: Limits, from state: inout StateReader) throws(StateError) -> Restored {
    let leaf = try leaves.restore(from: &state)
    var bounds = Bounds(dimension: dimension)
    let count = leaves.count(leaf)
    guard count > 0 else { return (~leaf, bounds) }
    for i in 0..<dimension {
      let (low, high) = leaves.bounds(ofNumber: i, in: leaf)
      guard limits.coordinates.contains(low), limits.coordinates.contains(high) else {
        throw .damaged("stored points have coordinates from \(low) to \(high)")
      }
      (bounds.low[i], bounds.high[i]) = (low, high)
    }
    for slot in 0..<count {
      let age = leaves.age(of: leaf, slot: slot)
      guard limits.ages.contains(age), age.rounded() == age else { throw .damaged("a stored point's age is \(age)") }
      bounds.newest = max(bounds.newest, age)
    }
    let values = leaves.bounds(ofNumber: dimension + 1, in: leaf)
    guard limits.values.contains(values.low), limits.values.contains(values.high) else {
      throw .damaged("stored points have values from \(values.low) to \(values.high)")
    }
    return (~leaf, bounds)
  }
}
