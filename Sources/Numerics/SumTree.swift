/// Weights, one after the other, of which an index can be drawn with a probability proportional to its weight, in
/// logarithmic time.
///
/// A complete binary tree whose inner places hold the sums of their two children. The sums depend on the weights alone,
/// not on the way they came about.
public struct SumTree: Sendable, Equatable {
  /// How many weights there are.
  public private(set) var count = 0
  /// The tree's root at 1, the children of i at 2i and 2i + 1; the weights are the last `capacity` places.
  private var sums: [Double] = [0, 0]
  private var capacity = 1

  /// No weights.
  public init() {}

  /// The sum of all weights.
  public var total: Double { sums[1] }

  /// A weight, not negative; the sum of all is finite.
  ///
  /// Complexity: O(1) to read, O(log(`count`)) to write.
  public subscript(index: Int) -> Double {
    get { sums[capacity + index] }
    set {
      var place = capacity + index
      sums[place] = newValue
      while place > 1 {
        place /= 2
        sums[place] = sums[2 * place] + sums[2 * place + 1]
      }
    }
  }

  /// Adds a weight after the others.
  ///
  /// Complexity: amortized O(log(`count`)).
  public mutating func append(_ weight: Double) {
    if count == capacity { grow() }
    count += 1
    self[count - 1] = weight
  }

  /// Draws an index in proportion to the weights; any of them, where all are 0. There is at least one.
  ///
  /// Complexity: O(log(`count`)).
  public func choose(using generator: inout Xoshiro256PlusPlus) -> Int {
    guard total > 0 else { return generator.uniform(below: count) }
    var target = generator.uniform() * total
    var place = 1
    while place < capacity {
      let left = sums[2 * place]
      // Rounding must not lead where all weights are 0.
      if target < left || sums[2 * place + 1] <= 0 {
        place = 2 * place
      } else {
        target -= left
        place = 2 * place + 1
      }
    }
    return place - capacity
  }

  private mutating func grow() {
    let weights = sums[capacity..<(capacity + count)]
    capacity *= 2
    sums = Array(repeating: 0, count: capacity) + weights + Array(repeating: 0, count: capacity - count)
    for place in stride(from: capacity - 1, to: 0, by: -1) { sums[place] = sums[2 * place] + sums[2 * place + 1] }
  }
}
