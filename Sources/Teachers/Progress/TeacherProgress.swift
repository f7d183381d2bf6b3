import SavedState
import Tasks

/// What is known about how a curriculum goes: where its proposals lie and what the student reaches, kept up with each
/// proposal and each update, whatever the teacher. `ProgressQuantity` lists the numbers that it gives, `TeacherWarning` what it
/// warns of.
///
/// It draws no chance and has no influence on the teacher.
final class TeacherProgress {
  /// How many episodes of a cell weigh in its means.
  static let cellWindow = 20
  /// How many episodes of a part weigh in its means.
  static let partWindow = 200

  /// That of the unit box.
  let frame: TaskFrame
  let grid: TaskGrid
  let proposals: ProposalStatistics
  /// What was reached in each part of each parameter.
  let parts: RegionOutcomes
  /// What was reached in each cell, if there are any.
  private let cells: RegionOutcomes
  @exclusivity(unchecked)
  private(set) var outcomes = OutcomeStatistics()
  @exclusivity(unchecked)
  private(set) var movement = Movement()
  private let positions: UnsafeMutableBufferPointer<Double>

  /// Nothing known yet.
  init(_ taskSpace: TaskSpace) {
    frame = TaskFrame(unitBoxOf: taskSpace)
    grid = TaskGrid(taskSpace.parameters)
    proposals = ProposalStatistics(taskSpace.parameters, grid: grid)
    parts = RegionOutcomes(count: grid.partCount, window: Self.partWindow)
    cells = RegionOutcomes(count: grid.cellCount, window: Self.cellWindow)
    positions = .allocate(capacity: taskSpace.dimension)
    positions.initialize(repeating: 0)
  }

  deinit { positions.deallocate() }

  /// What was reached in each region.
  var regions: RegionOutcomes { grid.cellCount > 0 ? cells : parts }

  /// Notes a proposal, in the caller's units.
  ///
  /// - Complexity: O(dimension).
  func noteProposal(_ task: UnsafeBufferPointer<Double>) {
    frame.moveIn(task, to: positions)
    if let positions = positions.baseAddress { proposals.add(positions) }
  }

  /// Notes an update: the task in the caller's units, what is known of the outcome, and what the teacher learnt from it.
  ///
  /// - Complexity: O(dimension).
  func noteUpdate(
    _ task: UnsafeBufferPointer<Double>, _ outcome: EpisodeOutcome, reward: Double, learningProgress: Double
  ) {
    frame.moveIn(task, to: positions)
    let known = outcome.episodeReturn.isNaN ? outcome.score : outcome.episodeReturn
    let largest = RewardScale.largestReward
    let episodeReturn = known.isNaN ? known : min(max(known, -largest), largest)
    let success = outcome.success
    outcomes.add(episodeReturn: episodeReturn, success: success, reward: reward)
    outcomes.add(learningProgress: learningProgress)
    for i in 0..<positions.count {
      parts.add(
        episodeReturn: episodeReturn, success: success, to: grid.firstParts[i] + grid.part(i, at: positions[i]))
    }
    if grid.cellCount > 0, let positions = positions.baseAddress {
      cells.add(episodeReturn: episodeReturn, success: success, to: grid.cell(at: positions))
    }
  }

  /// Notes that what the teacher samples from has changed.
  ///
  /// - Complexity: O(dimension).
  func noteChange() { movement.noteChange(proposals) }
}

// MARK: - Influence of parameters

extension TeacherProgress {
  /// The share of the variance of returns that a parameter explains by the part that it is in, if tasks were spread evenly over
  /// the parts; NaN if fewer than two parts were played `RegionOutcome.fewest` times, or all returns are the same.
  ///
  /// With the mean *m* and the variance *v* of the returns of each of *K* such parts, over *n* episodes:
  ///
  ///     between = max(0, variance of m over the parts - mean of v / n)
  ///     influence = between / (between + mean of v)
  ///
  /// *n* is what the weights of a `RecentMean` come to. Taking off v / n removes what chance alone makes of differences.
  func influence(_ parameter: Int) -> Double {
    let played = playedParts(parameter)
    guard played.count >= 2 else { return .nan }
    let count = Double(played.count)
    let mean = played.reduce(0) { $0 + $1.returns.mean } / count
    var (between, within, chance) = (0.0, 0.0, 0.0)
    for part in played {
      between += (part.returns.mean - mean) * (part.returns.mean - mean) / (count - 1)
      within += part.returns.variance / count
      chance += part.returns.variance / Double(min(part.returns.count, 2 * parts.window - 1)) / count
    }
    between = max(0, between - chance)
    return between + within > 0 ? between / (between + within) : .nan
  }

  /// Whether all parts of a parameter, at least two, were played so often that an influence would show.
  func knowsInfluence(_ parameter: Int) -> Bool {
    let count = grid.partCounts[parameter]
    return count >= 2 && (0..<count).allSatisfy { parts[grid.firstParts[parameter] + $0].returns.count >= parts.window }
  }

  private func playedParts(_ parameter: Int) -> [RegionOutcome] {
    (0..<grid.partCounts[parameter]).map { parts[grid.firstParts[parameter] + $0] }.filter(\.isKnown)
  }
}

// MARK: - Saved state

extension TeacherProgress {
  func save(to state: inout StateWriter) {
    proposals.save(to: &state)
    outcomes.save(to: &state)
    movement.save(to: &state)
    parts.save(to: &state)
    cells.save(to: &state)
  }

  /// Takes what `save` wrote. Before version 4 of the format there was nothing: what is not known stays so.
  func restore(from state: inout StateReader) throws(StateError) {
    guard state.version >= 4 else { return }
    try proposals.restore(from: &state)
    try outcomes.restore(from: &state)
    try movement.restore(from: &state, dimension: proposals.dimension)
    try parts.restore(from: &state)
    try cells.restore(from: &state)
  }
}
