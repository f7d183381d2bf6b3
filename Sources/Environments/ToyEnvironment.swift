import Arguments

/// A stand-in for a student, to try and to compare teachers in seconds: the unit box cut into cells, each with a
/// competence that episodes in it raise once a neighbour towards the origin is mastered.
public struct ToyEnvironment: Sendable {
  /// What listings call it.
  public static let name = "toy"
  /// One line on what it is.
  public static let documentation =
    "A stand-in for a student: the unit box cut into cells, each learnt only once a neighbour is."
  /// The options that it has.
  public static let options = [dimensionCount.description, cubeCount.description, irrelevantCount.description]

  private static let dimensionCount = Option<Int>.integer(
    "nb_dims", default: 2, in: 1...16, "number of dimensions that are cut into cells")
  private static let cubeCount = Option<Int>.integer(
    "nb_cubes", default: 10, in: 1...maxCellCount, "number of cells along each of them")
  private static let irrelevantCount = Option<Int>.integer(
    "irrelevant_dims", default: 0, in: 0...1000, "number of further dimensions, which change nothing")
  private static let maxCellCount = 10_000_000

  private static let greatest: UInt8 = 100
  /// The competence from which a cell's neighbours can be learnt.
  private static let unlocking: UInt8 = 75

  /// The number of parameters of a task, each in [0, 1].
  public let taskDimension: Int
  /// The competence of every cell, 0 to 100, the last relevant dimension varying fastest.
  public private(set) var competences: [UInt8]

  private let cubes: Int
  /// How far apart in `competences` two cells are that are neighbours along a dimension.
  private let strides: [Int]
  private var masteredCount = 0

  /// A toy environment in which nothing is learnt yet.
  ///
  /// Throws a `UsageError` where there would be more than ten million cells.
  public init(options: OptionValues) throws(UsageError) {
    let dimensions = options[Self.dimensionCount]
    let cubes = options[Self.cubeCount]
    guard let cellCount = Self.cellCount(cubes: cubes, dimensions: dimensions) else {
      var most = 1
      while Self.cellCount(cubes: most + 1, dimensions: dimensions) != nil { most += 1 }
      throw UsageError.invalidArgument(
        "option 'nb_cubes' is \(cubes) and 'nb_dims' is \(dimensions), which makes \(cubes)^\(dimensions) cells; "
          + "at most \(Self.maxCellCount) are possible: with this 'nb_dims', 'nb_cubes' must be at most \(most)")
    }
    self.cubes = cubes
    var strides = [1]
    for _ in 1..<dimensions { strides.insert(strides[0] * cubes, at: 0) }
    self.strides = strides
    competences = [UInt8](repeating: 0, count: cellCount)
    taskDimension = dimensions + options[Self.irrelevantCount]
  }

  /// Plays one episode on a task of `taskDimension` numbers in [0, 1] and returns its reward, in [0, 1].
  ///
  /// Complexity: O(`taskDimension`), and O(*d* 2^*d*) in the number *d* of relevant dimensions while the task's cell is
  /// not learnt.
  public mutating func play(_ task: UnsafeBufferPointer<Double>) -> Double {
    var cell = 0
    var reducible: UInt32 = 0
    for (dimension, stride) in strides.enumerated() {
      let coordinate = min(Int(task[dimension] * Double(cubes)), cubes - 1)
      cell += coordinate * stride
      if coordinate > 0 { reducible |= 1 << UInt32(dimension) }
    }
    if competences[cell] < Self.greatest, cell == 0 || hasUnlockingNeighbor(cell, reducible) {
      competences[cell] += 1
      if competences[cell] == Self.unlocking + 1 { masteredCount += 1 }
    }
    return Double(competences[cell]) / Double(Self.greatest)
  }

  /// The share of cells that are mastered, with a competence above 75, in percent.
  public var masteredShare: Double { 100 * Double(masteredCount) / Double(competences.count) }

  /// Whether a neighbour is learnt well enough: a cell one step down in some of the `reducible` dimensions (a bit
  /// each), those in which this cell is not the first.
  private func hasUnlockingNeighbor(_ cell: Int, _ reducible: UInt32) -> Bool {
    var reduced = reducible
    while reduced != 0 {
      if competences[cell - distance(reduced)] >= Self.unlocking { return true }
      reduced = (reduced - 1) & reducible
    }
    return false
  }

  /// How far apart in `competences` two cells are that differ by 1 in some dimensions.
  private func distance(_ dimensions: UInt32) -> Int {
    var remaining = dimensions
    var sum = 0
    while remaining != 0 {
      sum += strides[remaining.trailingZeroBitCount]
      remaining &= remaining - 1
    }
    return sum
  }

  /// The number of cells, or nil where there are too many.
  private static func cellCount(cubes: Int, dimensions: Int) -> Int? {
    var count = 1
    for _ in 0..<dimensions {
      // Both factors are at most ten million.
      count *= cubes
      if count > maxCellCount { return nil }
    }
    return count
  }
}
