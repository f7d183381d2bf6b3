/// The points that a subtree is built of, as rows, and the order that splits bring them into.
struct BucketTreeBuilder: Sendable {
  /// Where a range of points is cut in two: the dimension, the threshold, and the place in the order of the first point
  /// that is not below it.
  struct Split {
    let dimension: Int
    let threshold: Double
    let place: Int
  }

  private let dimension: Int
  private var rows: [Double] = []
  private var order: [Int] = []

  init(dimension: Int) { self.dimension = dimension }

  /// The points there are.
  var count: Int { rows.count / (dimension + 2) }

  /// A number of the point at a place of the order: a coordinate, or the age, or the value.
  subscript(place: Int, index: Int) -> Double { rows[order[place] * (dimension + 2) + index] }

  mutating func removeAll() { rows.removeAll(keepingCapacity: rows.count <= 1 << 16) }

  /// Adds the next number of a point.
  mutating func append(_ number: Double) { rows.append(number) }

  mutating func append(_ point: UnsafePointer<Double>, age: Double, value: Double) {
    for i in 0..<dimension { rows.append(point[i]) }
    rows.append(age)
    rows.append(value)
  }

  /// Puts the points into the order they were added in.
  mutating func begin() {
    order.removeAll(keepingCapacity: order.count <= 1 << 16)
    order.append(contentsOf: 0..<count)
  }

  /// The least and the greatest of a coordinate (or age) over a range of places, which is not empty.
  func bounds(_ range: Range<Int>, coordinate: Int) -> (low: Double, high: Double) {
    var low = Double.infinity
    var high = -Double.infinity
    for place in range {
      let value = self[place, coordinate]
      low = min(low, value)
      high = max(high, value)
    }
    return (low, high)
  }

  /// Cuts a range near its middle, across its widest side; brings it into order. Nil where all its points are equal.
  ///
  /// Complexity: O(range.count * dimension) expected.
  mutating func split(_ range: Range<Int>) -> Split? {
    var widest = 0
    var width = -1.0
    for i in 0..<dimension {
      let bounds = bounds(range, coordinate: i)
      if bounds.high - bounds.low > width { (widest, width) = (i, bounds.high - bounds.low) }
    }
    guard width > 0 else { return nil }
    let middle = range.lowerBound + range.count / 2
    select(middle, in: range, coordinate: widest)
    let median = self[middle, widest]
    // Equal coordinates stay together: those equal to the median go to the side that leaves the halves more even.
    let below = partition(range, coordinate: widest) { $0 < median }
    let upTo = partition(below..<range.upperBound, coordinate: widest) { $0 <= median }
    if below > range.lowerBound, upTo == range.upperBound || middle - below <= upTo - middle {
      return Split(dimension: widest, threshold: median, place: below)
    }
    return Split(dimension: widest, threshold: bounds(upTo..<range.upperBound, coordinate: widest).low, place: upTo)
  }

  /// Moves the places whose coordinate satisfies a condition to the front. Returns the first of the others.
  private mutating func partition(
    _ range: Range<Int>, coordinate: Int, by condition: (Double) -> Bool
  ) -> Int {
    var next = range.lowerBound
    for place in range where condition(self[place, coordinate]) {
      order.swapAt(next, place)
      next += 1
    }
    return next
  }

  /// Brings the coordinate of the given rank to its place, no greater one before it, no smaller one after it (Hoare's
  /// quickselect; the pivot is the median of three).
  private mutating func select(_ rank: Int, in range: Range<Int>, coordinate: Int) {
    var low = range.lowerBound
    var high = range.upperBound - 1
    while low < high {
      let (a, b, c) = (self[low, coordinate], self[low + (high - low) / 2, coordinate], self[high, coordinate])
      let pivot = max(min(a, b), min(max(a, b), c))
      var i = low
      var j = high
      while i <= j {
        while self[i, coordinate] < pivot { i += 1 }
        while self[j, coordinate] > pivot { j -= 1 }
        if i <= j {
          order.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if rank <= j {
        high = j
      } else if rank >= i {
        low = i
      } else {
        return
      }
    }
  }
}
