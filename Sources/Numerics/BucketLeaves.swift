import SavedState

/// The leaves of a `BucketTree`: buckets of up to `capacity` points, each with its age and a value.
///
/// A leaf is a few blocks of eight points. A block has eight numbers for each coordinate, then eight ages, then eight
/// values, so that a search reads on and on and compares eight points at a time. The points fill a leaf from the front;
/// the coordinates past the last are infinite, the ages there -1.
struct BucketLeaves: Sendable {
  /// The points a leaf has room for.
  static let capacity = 32

  /// The leaves' blocks, one after the other.
  private(set) var numbers: [Double] = []
  private let dimension: Int
  private var counts: [Int] = []
  private var free: [Int] = []

  init(dimension: Int) { self.dimension = dimension }

  /// The numbers in a block of eight points.
  static func blockStride(dimension: Int) -> Int { (dimension + 2) * Lanes.width }

  /// The numbers in a leaf.
  static func stride(dimension: Int) -> Int { blockStride(dimension: dimension) * capacity / Lanes.width }

  /// How many points a leaf holds.
  func count(_ leaf: Int) -> Int { counts[leaf] }

  /// Number `index` of a point: a coordinate, then the age, then the value.
  func number(_ index: Int, of leaf: Int, slot: Int) -> Double { numbers[place(index, leaf, slot)] }

  /// The age of a point.
  func age(of leaf: Int, slot: Int) -> Double { number(dimension, of: leaf, slot: slot) }

  private func place(_ index: Int, _ leaf: Int, _ slot: Int) -> Int {
    leaf * Self.stride(dimension: dimension) + slot / Lanes.width * Self.blockStride(dimension: dimension)
      + index * Lanes.width + slot % Lanes.width
  }

  /// Makes an empty leaf. Returns its index.
  mutating func make() -> Int {
    if let leaf = free.popLast() { return leaf }
    let leaf = counts.count
    numbers.append(contentsOf: repeatElement(0, count: Self.stride(dimension: dimension)))
    counts.append(Self.capacity)
    removeLast(Self.capacity, of: leaf)
    return leaf
  }

  /// Empties a leaf, to be made again.
  mutating func discard(_ leaf: Int) {
    removeLast(counts[leaf], of: leaf)
    free.append(leaf)
  }

  /// The slot of a point with the same coordinates.
  func slot(of point: UnsafePointer<Double>, in leaf: Int) -> Int? {
    (0..<counts[leaf]).first { slot in
      (0..<dimension).allSatisfy { number($0, of: leaf, slot: slot) == point[$0] }
    }
  }

  /// Replaces a point, or adds one in the slot past the last.
  mutating func set(_ leaf: Int, _ slot: Int, _ point: UnsafePointer<Double>, age: Double, value: Double) {
    for i in 0..<dimension { numbers[place(i, leaf, slot)] = point[i] }
    numbers[place(dimension, leaf, slot)] = age
    numbers[place(dimension + 1, leaf, slot)] = value
    counts[leaf] = max(counts[leaf], slot + 1)
  }

  /// Adds a point whose numbers `number` gives.
  mutating func append(to leaf: Int, number: (_ index: Int) -> Double) {
    for i in 0..<(dimension + 2) { numbers[place(i, leaf, counts[leaf])] = number(i) }
    counts[leaf] += 1
  }

  /// Removes the points older than `oldest`. Returns how many they were.
  mutating func removeExpired(of leaf: Int, oldest: Double) -> Int {
    var kept = 0
    for slot in 0..<counts[leaf] where age(of: leaf, slot: slot) >= oldest {
      for i in 0..<(dimension + 2) { numbers[place(i, leaf, kept)] = numbers[place(i, leaf, slot)] }
      kept += 1
    }
    let removed = counts[leaf] - kept
    removeLast(removed, of: leaf)
    return removed
  }

  private mutating func removeLast(_ removed: Int, of leaf: Int) {
    for slot in (counts[leaf] - removed)..<counts[leaf] {
      for i in 0..<dimension { numbers[place(i, leaf, slot)] = .infinity }
      numbers[place(dimension, leaf, slot)] = -1
    }
    counts[leaf] -= removed
  }

  /// The least and the greatest of a number, a coordinate, the age or the value, over the points of a leaf; NaN where
  /// one is.
  func bounds(ofNumber index: Int, in leaf: Int) -> (low: Double, high: Double) {
    numbers.withUnsafeBufferPointer { numbers in
      var (low, high) = (Double.infinity, -Double.infinity)
      let block = place(index, leaf, 0)
      let stride = Self.blockStride(dimension: dimension)
      for slot in 0..<counts[leaf] {
        let number = numbers[block + slot / Lanes.width * stride + slot % Lanes.width]
        guard !number.isNaN else { return (.nan, .nan) }
        low = min(low, number)
        high = max(high, number)
      }
      return (low, high)
    }
  }

  // MARK: Saved state

  /// Makes room for as many numbers in all.
  mutating func reserve(_ count: Int) { numbers.reserveCapacity(count) }

  /// Writes how many points a leaf holds, and their numbers: of all points one coordinate, then the next, the ages, the
  /// values.
  func save(_ leaf: Int, to state: inout StateWriter) {
    state.write(counts[leaf])
    numbers.withUnsafeBufferPointer { numbers in
      for first in Swift.stride(from: 0, to: counts[leaf], by: Lanes.width) {
        let width = min(Lanes.width, counts[leaf] - first)
        let block = place(0, leaf, first)
        // A full block lies in memory as it is written.
        let (runs, length) = width == Lanes.width ? (1, (dimension + 2) * width) : (dimension + 2, width)
        for run in 0..<runs {
          let start = block + run * Lanes.width
          state.write(contentsOf: UnsafeBufferPointer(rebasing: numbers[start..<(start + length)]))
        }
      }
    }
  }

  /// Makes a leaf of what `save` wrote. Returns its index.
  mutating func restore(from state: inout StateReader) throws(StateError) -> Int {
    let leaf = make()
    let count = try state.readInt(in: 0...Self.capacity, "the number of points in a leaf")
    for first in Swift.stride(from: 0, to: count, by: Lanes.width) {
      let width = min(Lanes.width, count - first)
      let block = place(0, leaf, first)
      let (runs, length) = width == Lanes.width ? (1, (dimension + 2) * width) : (dimension + 2, width)
      for run in 0..<runs {
        let start = block + run * Lanes.width
        try state.readDoubles(into: &numbers, at: start..<(start + length))
      }
    }
    counts[leaf] = count
    return leaf
  }
}
