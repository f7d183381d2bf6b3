import SavedState

/// Finds the stored point nearest to a query, exactly, while points keep coming.
///
///     var neighbors = NearestNeighbors(dimension: 2, memory: nil)
///     let match = neighbors.nearest(to: query)  // nil as long as there is none
///     neighbors.insert(point, value: reward)
///
/// Distances are Euclidean; among equally near points the newest counts. With a `memory` of m only the newest m points
/// count. Squared distances add up in double precision, one fused multiply-add for each coordinate in turn: where they
/// overflow all are equal, where they underflow too.
///
/// A k-d tree (Bentley 1975) with buckets in its leaves and a tight box around every subtree. The box's distance is added
/// up like a point's, so that rounding never hides a nearer point. A subtree that has doubled since it was built and leans
/// to one side is built anew, which keeps the depth logarithmic in any order of insertion. Of equal points only the
/// newest is stored, and points that no longer count go when their leaf overflows, all of them when they are the most.
public struct NearestNeighbors: Sendable {
  /// A stored point: how far it lies from the query, and what was stored with it.
  public struct Match: Sendable, Equatable {
    /// The squared Euclidean distance.
    public var squaredDistance: Double
    /// How many points were inserted before it.
    public var age: Int
    /// The number stored with it.
    public var value: Double
  }

  /// The number of coordinates of a point.
  public let dimension: Int
  /// How many of the newest points count; nil: all.
  public let memory: Int?
  /// How many points were inserted so far.
  public private(set) var insertedCount = 0
  /// The points that the tree holds: not more than were inserted, nor than about twice the memory.
  public var storedCount: Int { tree.count(tree.root) }
  /// The nodes on the longest way through the tree.
  var depth: Int { tree.depth(tree.root) }
  private var tree: BucketTree

  /// No points yet. `dimension` and `memory` are at least 1.
  public init(dimension: Int, memory: Int?) {
    self.dimension = dimension
    self.memory = memory
    tree = BucketTree(dimension: dimension)
  }

  /// The insertion before which points no longer count.
  private var oldest: Int { memory.map { max(0, insertedCount - $0) } ?? 0 }

  /// Stores a point of finite coordinates, with a number.
  ///
  /// Complexity: amortized O(log(n)^2) for n stored points.
  public mutating func insert(_ point: UnsafeBufferPointer<Double>, value: Double) {
    guard let coordinates = point.baseAddress, point.count == dimension else { return }
    insertedCount += 1
    tree.insert(coordinates, value: value, age: insertedCount - 1, oldest: oldest)
    if let memory, storedCount > 2 * memory + BucketLeaves.capacity { tree.rebuild(oldest: oldest) }
  }

  /// The point nearest to a query of finite coordinates; nil when none is stored.
  ///
  /// Complexity: O(log(n)) where points are spread over few dimensions, O(n) at worst.
  public func nearest(to query: UnsafeBufferPointer<Double>) -> Match? {
    guard let coordinates = query.baseAddress, query.count == dimension, insertedCount > 0 else { return nil }
    return tree.nearest(to: coordinates, oldest: oldest)
  }
}

extension NearestNeighbors {
  /// Writes the points.
  ///
  /// Complexity: O(n * dimension) for n stored points.
  public func save(to state: inout StateWriter) {
    state.write(insertedCount)
    // Twice what the points take: what comes behind them must not move them, and memory that is not used is never there.
    state.reserve(2 * storedCount * (dimension + 3) * 8)
    tree.save(to: &state)
  }

  /// Takes the points that `save` wrote in place of its own; coordinates must lie within a range, values within another.
  ///
  /// Complexity: O(n * dimension) for n stored points.
  public mutating func restore(
    from state: inout StateReader, coordinates: ClosedRange<Double>, values: ClosedRange<Double>
  ) throws(StateError) {
    insertedCount = try state.readInt(in: SavedRange.count, "the number of points inserted")
    tree = try BucketTree(
      dimension: dimension, insertedCount: insertedCount, coordinates: coordinates, values: values, from: &state)
  }
}
