import Tasks

/// How a task space is divided, to say how a curriculum does in which part of it. A place is given by its positions: for
/// each parameter a number from 0, its lower bound, to 1, as `TaskFrame` maps it with `normalize`.
///
/// - *Parts*: the range of each parameter in five parts of equal width, or one for each value if there are fewer.
/// - *Regions*: the cells of a grid over all parameters, with the same number of parts for each, as many as keep the cells at
///   256 or fewer, 16 at most. With more than 8 parameters such a grid would be too large: then each part of each parameter
///   is a region.
struct TaskGrid {
  /// The most parts of a parameter.
  static let largestPartCount = 5
  /// The most cells.
  static let largestCellCount = 256
  private static let largestSideCount = 16

  /// The number of parts of each parameter.
  let partCounts: [Int]
  /// The index of each parameter's first part among those of all.
  let firstParts: [Int]
  /// The number of cells along each parameter; empty if the regions are the parts.
  private let sideCounts: [Int]

  init(_ parameters: [Parameter]) {
    /// At most as many parts as there are values.
    func counts(atMost limit: Int) -> [Int] {
      parameters.map { $0.isDiscrete ? Int(min($0.valueCount, Double(limit))) : limit }
    }
    partCounts = counts(atMost: Self.largestPartCount)
    var firsts: [Int] = []
    var first = 0
    for count in partCounts {
      firsts.append(first)
      first += count
    }
    firstParts = firsts
    partCount = first
    let sides = (2...Self.largestSideCount).last { side in
      var cells = 1
      for _ in parameters where cells <= Self.largestCellCount { cells *= side }
      return cells <= Self.largestCellCount
    }
    sideCounts = sides.map(counts) ?? []
    cellCount = sides == nil ? 0 : sideCounts.reduce(1, *)
  }

  /// The number of parts of all parameters.
  let partCount: Int
  /// The number of cells; 0 if the regions are the parts.
  let cellCount: Int
  /// The number of regions.
  var regionCount: Int { cellCount > 0 ? cellCount : partCount }

  /// Which of its parameter's parts a position lies in.
  @inline(__always)
  func part(_ parameter: Int, at position: Double) -> Int { Self.part(position, of: partCounts[parameter]) }

  /// The cell that a place lies in, if there are cells.
  @inline(__always)
  func cell(at positions: UnsafePointer<Double>) -> Int {
    var cell = 0
    for i in 0..<sideCounts.count { cell = cell * sideCounts[i] + Self.part(positions[i], of: sideCounts[i]) }
    return cell
  }

  @inline(__always)
  private static func part(_ position: Double, of count: Int) -> Int {
    // Rounding can carry a position past its bounds.
    position >= 1 ? count - 1 : position > 0 ? min(Int(position * Double(count)), count - 1) : 0
  }
}
