extension BucketTree {
  /// The point nearest to a query among those of age `oldest` or newer; the newest among equals.
  func nearest(to query: UnsafePointer<Double>, oldest: Int) -> NearestNeighbors.Match? {
    nodes.withUnsafeBufferPointer { nodes in
      boxes.withUnsafeBufferPointer { boxes in
        leaves.numbers.withUnsafeBufferPointer { leaves in
          // Even an empty tree has a leaf, so that `leaves` has a base address; the others are not read before they have.
          guard let firstLeaf = leaves.baseAddress else { return nil }
          var search = Search(
            nodes: nodes, boxes: boxes, leaves: firstLeaf, query: query, dimension: dimension,
            oldest: Double(oldest))
          search.visit(root)
          guard search.age >= 0 else { return nil }
          return NearestNeighbors.Match(
            squaredDistance: search.distance, age: Int(search.age), value: search.value)
        }
      }
    }
  }
}

/// A walk through the tree, nearer children first.
private struct Search {
  /// Points that are farther than the best in some coordinates already need no look at the others.
  private static let dimensionsBetweenChecks = 4

  let nodes: UnsafeBufferPointer<BucketTree.Node>
  let boxes: UnsafeBufferPointer<Double>
  let leaves: UnsafePointer<Double>
  let query: UnsafePointer<Double>
  let dimension: Int
  let oldest: Double
  /// The best so far.
  var distance = Double.infinity
  var age = -1.0
  var value = 0.0

  mutating func visit(_ subtree: Int) {
    guard subtree >= 0 else { return scan(~subtree) }
    let node = nodes[subtree]
    let distances = boxDistances(subtree)
    if distances.x <= distances.y {
      visit(node.left, distance: distances.x, newest: node.newestLeft)
      visit(node.right, distance: distances.y, newest: node.newestRight)
    } else {
      visit(node.right, distance: distances.y, newest: node.newestRight)
      visit(node.left, distance: distances.x, newest: node.newestLeft)
    }
  }

  @inline(__always)
  private mutating func visit(_ subtree: Int, distance: Double, newest: Double) {
    guard newest >= oldest, distance < self.distance || (distance == self.distance && newest > age) else { return }
    visit(subtree)
  }

  /// The squared distances from the boxes of a node's children. Added up as a point's: never greater than that of a
  /// point inside.
  @inline(__always)
  private func boxDistances(_ node: Int) -> SIMD2<Double> {
    var result = SIMD2<Double>(repeating: 0)
    guard let base = boxes.baseAddress else { return result }
    var box = UnsafeRawPointer(base + node * 4 * dimension)
    for i in 0..<dimension {
      let coordinate = SIMD2(repeating: query[i])
      let low = box.loadUnaligned(as: SIMD2<Double>.self)
      let high = box.loadUnaligned(fromByteOffset: 16, as: SIMD2<Double>.self)
      let (below, above) = (low - coordinate, coordinate - high)
      var outside = below.replacing(with: above, where: below .< above)
      outside = outside.replacing(with: 0, where: outside .< 0)
      result = result.addingProduct(outside, outside)
      box += 32
    }
    return result
  }

  private mutating func scan(_ leaf: Int) {
    let stride = BucketLeaves.blockStride(dimension: dimension)
    var block = leaves + leaf * BucketLeaves.stride(dimension: dimension)
    let end = block + BucketLeaves.stride(dimension: dimension)
    // A block is empty if its first point is: the coordinates there are infinite.
    while block < end, block[0] < .infinity {
      scanBlock(block)
      block += stride
    }
  }

  @inline(__always)
  private mutating func scanBlock(_ block: UnsafePointer<Double>) {
    var distances = Lanes(repeating: 0)
    var next = 0
    while next < dimension {
      let end = min(next + Self.dimensionsBetweenChecks, dimension)
      for i in next..<end {
        let difference = block.lanes(i * Lanes.width) - Lanes(repeating: query[i])
        distances = distances.addingProduct(difference, difference)
      }
      next = end
      if least(distances) > distance { return }
    }
    let ages = block + dimension * Lanes.width
    for lane in 0..<Lanes.width where distances[lane] <= distance {
      if ages[lane] >= oldest, distances[lane] < distance || ages[lane] > age {
        (distance, age, value) = (distances[lane], ages[lane], ages[Lanes.width + lane])
      }
    }
  }
}
