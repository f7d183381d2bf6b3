/// The k-d tree of `NearestNeighbors`: nodes with two children each, and buckets of points as leaves.
///
/// A reference to a subtree is a node's index, or a leaf's index's complement (negative). Freed nodes are used again.
///
/// Invariant: `boxes` and `newest` of a node bound the points of its children; a child that is empty has an empty box.
struct BucketTree: Sendable {
  struct Node {
    var splitDimension = 0
    /// Points whose coordinate is less go left.
    var threshold = 0.0
    var left = 0
    var right = 0
    /// The points stored below.
    var count = 0
    /// What `count` was when the subtree was built.
    var builtCount = 0
    /// The ages of the newest points of the two children.
    var newestLeft = -1.0
    var newestRight = -1.0
  }

  let dimension: Int
  var root: Int
  var nodes: [Node] = []
  /// For each node and dimension: the lower bounds of the left and the right child, then the upper bounds.
  var boxes: [Double] = []
  var leaves: BucketLeaves
  private var freeNodes: [Int] = []
  private var path: [Int] = []
  private var builder: BucketTreeBuilder

  init(dimension: Int) {
    self.dimension = dimension
    builder = BucketTreeBuilder(dimension: dimension)
    leaves = BucketLeaves(dimension: dimension)
    root = ~leaves.make()
  }

  /// The points stored in a subtree.
  func count(_ subtree: Int) -> Int { subtree < 0 ? leaves.count(~subtree) : nodes[subtree].count }

  /// The nodes on the longest way from the top of a subtree to a leaf.
  func depth(_ subtree: Int) -> Int {
    subtree < 0 ? 0 : 1 + max(depth(nodes[subtree].left), depth(nodes[subtree].right))
  }

  // MARK: Insertion

  /// Stores a point; one with equal coordinates gives way.
  mutating func insert(_ point: UnsafePointer<Double>, value: Double, age: Int, oldest: Int) {
    path.removeAll(keepingCapacity: true)
    var subtree = root
    while subtree >= 0 {
      path.append(subtree)
      extendBox(of: subtree, by: point, age: Double(age))
      let node = nodes[subtree]
      subtree = point[node.splitDimension] < node.threshold ? node.left : node.right
    }
    let leaf = ~subtree
    if let slot = leaves.slot(of: point, in: leaf) {
      leaves.set(leaf, slot, point, age: Double(age), value: value)
      return
    }
    if leaves.count(leaf) == BucketLeaves.capacity {
      let removed = leaves.removeExpired(of: leaf, oldest: Double(oldest))
      for node in path { nodes[node].count -= removed }
    }
    for node in path { nodes[node].count += 1 }
    if leaves.count(leaf) < BucketLeaves.capacity {
      leaves.set(leaf, leaves.count(leaf), point, age: Double(age), value: value)
    } else {
      builder.removeAll()
      collect(~leaf, oldest: 0)
      builder.append(point, age: Double(age), value: value)
      replaceChild(~leaf, of: path.last, by: buildFromBuilder())
    }
    if let depth = path.firstIndex(where: leans) { rebuild(atDepth: depth, oldest: Double(oldest)) }
  }

  /// Builds the whole tree anew from the points that still count.
  mutating func rebuild(oldest: Int) {
    builder.removeAll()
    collect(root, oldest: Double(oldest))
    root = buildFromBuilder()
  }

  private func leans(_ index: Int) -> Bool {
    let node = nodes[index]
    guard node.count >= 2 * node.builtCount, node.count > 4 * BucketLeaves.capacity else { return false }
    return 5 * max(count(node.left), count(node.right)) > 4 * node.count
  }

  private mutating func extendBox(of node: Int, by point: UnsafePointer<Double>, age: Double) {
    let goesLeft = point[nodes[node].splitDimension] < nodes[node].threshold
    if goesLeft { nodes[node].newestLeft = age } else { nodes[node].newestRight = age }
    let side = goesLeft ? 0 : 1
    let first = node * 4 * dimension + side
    boxes.withUnsafeMutableBufferPointer { boxes in
      for i in 0..<dimension {
        let bound = first + 4 * i
        if point[i] < boxes[bound] { boxes[bound] = point[i] }
        if point[i] > boxes[bound + 2] { boxes[bound + 2] = point[i] }
      }
    }
  }

  // MARK: Building

  /// Builds the subtree of a node of `path` anew.
  private mutating func rebuild(atDepth depth: Int, oldest: Double) {
    let old = path[depth]
    let oldCount = nodes[old].count
    builder.removeAll()
    collect(old, oldest: oldest)
    for node in path.prefix(depth) { nodes[node].count -= oldCount - builder.count }
    replaceChild(old, of: depth > 0 ? path[depth - 1] : nil, by: buildFromBuilder())
  }

  private mutating func replaceChild(_ old: Int, of parent: Int?, by new: Int) {
    guard let parent else {
      root = new
      return
    }
    if nodes[parent].left == old { nodes[parent].left = new } else { nodes[parent].right = new }
  }

  /// Moves the points of a subtree that still count to the builder, and frees its nodes and leaves.
  private mutating func collect(_ subtree: Int, oldest: Double) {
    guard subtree < 0 else {
      freeNodes.append(subtree)
      let (left, right) = (nodes[subtree].left, nodes[subtree].right)
      collect(left, oldest: oldest)
      collect(right, oldest: oldest)
      return
    }
    let leaf = ~subtree
    for slot in 0..<leaves.count(leaf) where leaves.age(of: leaf, slot: slot) >= oldest {
      for i in 0..<(dimension + 2) { builder.append(leaves.number(i, of: leaf, slot: slot)) }
    }
    leaves.discard(leaf)
  }

  private mutating func buildFromBuilder() -> Int {
    builder.begin()
    return build(0..<builder.count)
  }

  /// Builds a subtree of the builder's points at some places of its order.
  private mutating func build(_ range: Range<Int>) -> Int {
    guard range.count > BucketLeaves.capacity * 3 / 4, let split = builder.split(range) else {
      return buildLeaf(range)
    }
    let index = makeNode()
    let first = index * 4 * dimension
    var newest = (0.0, 0.0)
    for (side, part) in [range.lowerBound..<split.place, split.place..<range.upperBound].enumerated() {
      for i in 0..<dimension {
        let bounds = builder.bounds(part, coordinate: i)
        boxes[first + 4 * i + side] = bounds.low
        boxes[first + 4 * i + 2 + side] = bounds.high
      }
      let age = builder.bounds(part, coordinate: dimension).high
      if side == 0 { newest.0 = age } else { newest.1 = age }
    }
    let left = build(range.lowerBound..<split.place)
    let right = build(split.place..<range.upperBound)
    nodes[index] = Node(
      splitDimension: split.dimension, threshold: split.threshold, left: left, right: right, count: range.count,
      builtCount: range.count, newestLeft: newest.0, newestRight: newest.1)
    return index
  }

  private mutating func buildLeaf(_ range: Range<Int>) -> Int {
    let leaf = leaves.make()
    // A leaf has room for them all, unless more are equal, which no tree has.
    for place in range.prefix(BucketLeaves.capacity) { leaves.append(to: leaf) { builder[place, $0] } }
    return ~leaf
  }

  mutating func makeNode() -> Int {
    if let free = freeNodes.popLast() { return free }
    nodes.append(Node())
    boxes.append(contentsOf: repeatElement(0, count: 4 * dimension))
    return nodes.count - 1
  }
}
