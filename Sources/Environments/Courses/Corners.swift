/// The corners of a polygon, in metres: at most eight, as many as the physics engine takes, kept in place.
struct Corners: Sendable {
  /// What lies beyond `count` is zero.
  private var storage = InlineArray<8, SIMD2<Double>>(repeating: .zero)
  private(set) var count = 0

  /// No corners.
  init() {}

  /// At most eight corners.
  init(_ points: some Sequence<SIMD2<Double>>) {
    for point in points { append(point) }
  }

  /// Adds a corner behind the last; there are fewer than eight.
  mutating func append(_ point: SIMD2<Double>) {
    storage[count] = point
    count += 1
  }

  /// Takes the last corner away.
  mutating func removeLast() { remove(at: count - 1) }

  /// Takes a corner away.
  mutating func remove(at index: Int) {
    precondition(indices.contains(index))
    for i in index..<(count - 1) { storage[i] = storage[i + 1] }
    count -= 1
    storage[count] = .zero
  }

  /// Sorts the corners by x, those of the same x by y.
  mutating func sortFromLeft() {
    for i in indices.dropFirst() {
      let point = storage[i]
      var place = i
      while place > 0, (point.x, point.y) < (storage[place - 1].x, storage[place - 1].y) {
        storage[place] = storage[place - 1]
        place -= 1
      }
      storage[place] = point
    }
  }
}

extension Corners: RandomAccessCollection, MutableCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { count }

  subscript(index: Int) -> SIMD2<Double> {
    get { storage[index] }
    set { storage[index] = newValue }
  }
}

extension Corners: ExpressibleByArrayLiteral {
  init(arrayLiteral points: SIMD2<Double>...) { self.init(points) }
}

extension Corners: Equatable {
  static func == (first: Corners, second: Corners) -> Bool { first.elementsEqual(second) }
}
