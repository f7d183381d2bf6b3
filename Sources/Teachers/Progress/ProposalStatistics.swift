import SavedState
import Tasks

/// Where a teacher's proposals lie.
///
/// "Recent" are the newest `recentCount` proposals.
final class ProposalStatistics {
  /// How many of the newest proposals say what is covered.
  static let recentCount = 2000
  /// How many proposals weigh in a mean.
  static let window = 1000
  /// The width of a border, as a share of a parameter's range.
  static let borderWidth = 0.05

  /// The statistics of one parameter.
  struct ParameterRecord: Equatable {
    /// The mean and the variance of the positions.
    var mean = 0.0
    var variance = 0.0
    /// The number of the newest proposal at the lower and at the upper border; 0 if there was none.
    var newestLow = 0
    var newestHigh = 0
  }

  /// The proposals so far.
  private(set) var count = 0
  private let grid: TaskGrid
  /// How wide each parameter's borders are: one value at least.
  private let borderWidths: [Double]
  private let parameters: UnsafeMutableBufferPointer<ParameterRecord>
  /// The number of the newest proposal in each part, and in each cell; 0 if there was none.
  private let newestInParts: UnsafeMutableBufferPointer<Int>
  private let newestInCells: UnsafeMutableBufferPointer<Int>

  init(_ parameters: [Parameter], grid: TaskGrid) {
    self.grid = grid
    borderWidths = parameters.map { $0.isDiscrete ? max(Self.borderWidth, 1 / $0.valueCount) : Self.borderWidth }
    self.parameters = .allocate(capacity: parameters.count)
    self.parameters.initialize(repeating: ParameterRecord())
    newestInParts = .allocate(capacity: grid.partCount)
    newestInParts.initialize(repeating: 0)
    newestInCells = .allocate(capacity: grid.cellCount)
    newestInCells.initialize(repeating: 0)
  }

  deinit {
    parameters.deallocate()
    newestInParts.deallocate()
    newestInCells.deallocate()
  }

  /// Adds a proposal.
  ///
  /// - Complexity: O(dimension).
  func add(_ positions: UnsafePointer<Double>) {
    count += 1
    let rate = 1 / Double(min(count, Self.window))
    for i in 0..<parameters.count {
      let position = positions[i]
      let difference = position - parameters[i].mean
      parameters[i].mean += rate * difference
      parameters[i].variance = (1 - rate) * (parameters[i].variance + rate * difference * difference)
      if position <= borderWidths[i] { parameters[i].newestLow = count }
      if position >= 1 - borderWidths[i] { parameters[i].newestHigh = count }
      newestInParts[grid.firstParts[i] + grid.part(i, at: position)] = count
    }
    if grid.cellCount > 0 { newestInCells[grid.cell(at: positions)] = count }
  }

  /// The number of parameters.
  var dimension: Int { parameters.count }
  /// The mean position of a parameter.
  func mean(_ parameter: Int) -> Double { count > 0 ? parameters[parameter].mean : .nan }
  /// The variance of a parameter's position.
  func variance(_ parameter: Int) -> Double { count > 0 ? parameters[parameter].variance : .nan }

  private func isRecent(_ proposal: Int) -> Bool { proposal > max(0, count - Self.recentCount) }

  private func share(_ newest: some Collection<Int>) -> Double {
    guard count > 0 else { return .nan }
    return Double(newest.count(where: isRecent)) / Double(newest.count)
  }

  /// The share of regions in which a task was proposed recently.
  var coverage: Double { share(grid.cellCount > 0 ? newestInCells[...] : newestInParts[...]) }
  /// The share of a parameter's parts in which a task was proposed recently.
  func coverage(_ parameter: Int) -> Double {
    let first = grid.firstParts[parameter]
    return share(newestInParts[first..<(first + grid.partCounts[parameter])])
  }
  /// The share of a parameter's two borders at which a task was proposed recently.
  func borderCoverage(_ parameter: Int) -> Double {
    share([parameters[parameter].newestLow, parameters[parameter].newestHigh])
  }
  /// The share of all borders at which a task was proposed recently.
  var borderCoverage: Double {
    parameters.indices.reduce(0) { $0 + borderCoverage($1) } / Double(parameters.count)
  }
  /// Whether no task was proposed at a parameter's lower, and upper, border for `recentCount` proposals.
  func missesBorders(_ parameter: Int) -> (low: Bool, high: Bool) {
    guard count >= Self.recentCount else { return (false, false) }
    return (!isRecent(parameters[parameter].newestLow), !isRecent(parameters[parameter].newestHigh))
  }
}

// MARK: - Saved state

extension ProposalStatistics {
  func save(to state: inout StateWriter) {
    state.write(count)
    guard count > 0 else { return }
    for parameter in parameters {
      state.write(parameter.mean)
      state.write(parameter.variance)
      state.write(parameter.newestLow)
      state.write(parameter.newestHigh)
    }
    for proposal in newestInParts { state.write(proposal) }
    let reached = newestInCells.indices.filter { newestInCells[$0] > 0 }
    state.write(reached.count)
    for cell in reached {
      state.write(cell)
      state.write(newestInCells[cell])
    }
  }

  func restore(from state: inout StateReader) throws(StateError) {
    count = try state.readInt(in: SavedRange.count, "the number of proposals")
    guard count > 0 else { return }
    for i in parameters.indices {
      parameters[i].mean = try state.readDouble(in: -1...2, "a mean position")
      parameters[i].variance = try state.readDouble(in: 0...2, "a position's variance")
      parameters[i].newestLow = try state.readInt(in: 0...count, "a proposal at a border")
      parameters[i].newestHigh = try state.readInt(in: 0...count, "a proposal at a border")
    }
    for i in newestInParts.indices { newestInParts[i] = try state.readInt(in: 0...count, "a proposal in a part") }
    for _ in 0..<(try state.readCount(ofSize: 16, atMost: newestInCells.count, "the number of cells reached")) {
      let cell = try state.readInt(in: 0...(newestInCells.count - 1), "a cell")
      newestInCells[cell] = try state.readInt(in: 0...count, "a proposal in a cell")
    }
  }
}
