import SavedState

/// Whether a curriculum still moves: for how many changes (fits, splits or moves) what is proposed has stayed where it is.
///
/// What is proposed has moved if, for some parameter, the mean or the standard deviation of positions is further than
/// `smallestMove` from what it was when it last moved.
struct Movement: Equatable {
  /// A change of a mean that chance alone does not make: uniform proposals move it by 0.009 (one standard deviation).
  static let smallestMove = 0.03

  private var unmoved = 0
  /// The mean and the standard deviation of each parameter's position then; empty before the first change.
  private var anchor: [Double] = []

  /// The changes since the last with which what is proposed had moved; nil before the first change.
  var unmovedChanges: Int? { anchor.isEmpty ? nil : unmoved }

  /// Looks at the proposals after a change.
  ///
  /// - Complexity: O(dimension).
  mutating func noteChange(_ proposals: ProposalStatistics) {
    guard proposals.count > 0 else { return }
    guard !anchor.isEmpty else {
      set(to: proposals)
      return
    }
    var distance = 0.0
    for i in 0..<proposals.dimension {
      distance = max(distance, abs(proposals.mean(i) - anchor[2 * i]))
      distance = max(distance, abs(proposals.variance(i).squareRoot() - anchor[2 * i + 1]))
    }
    unmoved += 1
    if distance > Self.smallestMove { set(to: proposals) }
  }

  private mutating func set(to proposals: ProposalStatistics) {
    unmoved = 0
    if anchor.isEmpty { anchor = Array(repeating: 0, count: 2 * proposals.dimension) }
    for i in 0..<proposals.dimension {
      anchor[2 * i] = proposals.mean(i)
      anchor[2 * i + 1] = proposals.variance(i).squareRoot()
    }
  }

  func save(to state: inout StateWriter) {
    state.write(unmoved)
    state.write(!anchor.isEmpty)
    state.write(contentsOf: anchor)
  }

  mutating func restore(from state: inout StateReader, dimension: Int) throws(StateError) {
    unmoved = try state.readInt(in: SavedRange.count, "the number of changes without a move")
    anchor = []
    if try state.readBool("whether proposals were looked at") {
      anchor = try state.readDoubles(2 * dimension, in: -1...2, "where proposals were")
    }
  }
}
