import Arguments
import Glibc
import Numerics
import SavedState
import Tasks

/// Grows a box from a point: each bound moves out if the student does well at it, and in if it does badly.
///
/// OpenAI et al., "Solving Rubik's Cube with a robot hand" (2019), section 5, algorithm 1, as Romac et al. (2021) use it
/// for comparison.
struct ADR: Teacher {
  static let name = "ADR"
  static let documentation = "grows a box of tasks from a point, each bound by how the student does at it"
  static let dimensions = 1...10_000
  // Its point is in the task space's units, and its steps are relative to the range already.
  static let measuresDistances = false
  // Its thresholds are in the signal's unit.
  static let takesReturnsAsTheyAre = true

  static let initialMean = Option.numbers(
    "initial_mean", count: nil, in: -1e300...1e300,
    "the task that the box grows from, a number for each dimension; off: the middle of the task space")
  static let stepSize = Option.number(
    "step_size", default: 0.1, in: 1e-9...1, "how far a bound moves, as a share of the range")
  static let boundarySamplingShare = Option.number(
    "boundary_sampling_p", default: 0.7, in: 0...1, "share of tasks that lie at a bound of one dimension")
  static let queueLength = Option.integer(
    "queue_len", default: 10, in: 1...1_000_000, "episodes at a bound whose mean decides whether it moves")
  static let options = [
    initialMean.description, stepSize.description, ThresholdOptions.grow.description,
    ThresholdOptions.shrink.description, boundarySamplingShare.description, queueLength.description,
  ]
  static let briefUses = [BriefUse([("queue_len", "2"), ("grow_threshold", "0.5"), ("shrink_threshold", "0.4")])]

  /// The sum of the signal at a bound since it was last decided on, and the number of episodes.
  private struct Performance {
    var sum = 0.0
    var count = 0
  }

  private let steps: [Double]
  private let (growThreshold, shrinkThreshold): (Double, Double)
  private let boundarySamplingShare: Double
  private let queueLength: Int
  private(set) var box: MovingBox
  /// By dimension, at the lower and at the upper bound.
  private var lower: [Performance]
  private var upper: [Performance]
  /// How often a bound has moved, those that moved in one episode counted once.
  private(set) var changeCount = 0
  private var generator: Xoshiro256PlusPlus

  static func effective(_ options: OptionValues, taskSpace: TaskSpace) throws(UsageError) -> OptionValues {
    try ThresholdOptions.effective(options)
  }

  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) throws(UsageError) {
    let share = options[Self.stepSize]
    let dimensions = 0..<taskSpace.dimension
    let start = try options.point(Self.initialMean, in: taskSpace)
    steps = dimensions.map { taskSpace.range($0) * share }
    (growThreshold, shrinkThreshold) = (ThresholdOptions.upper(options), ThresholdOptions.lower(options))
    boundarySamplingShare = options[Self.boundarySamplingShare]
    queueLength = options[Self.queueLength]
    box = MovingBox(low: start, high: start, in: taskSpace)
    lower = dimensions.map { _ in Performance() }
    upper = lower
    generator = Xoshiro256PlusPlus(seed: seed)
  }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    box.sample(into: task, using: &generator)
    if generator.uniform() < boundarySamplingShare {
      let i = generator.uniform(below: task.count)
      let isLower = generator.uniform() < 0.5
      if !box.isWhole(i) { task[i] = isLower ? box.low[i] : box.high[i] }
    }
    return Proposal()
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome) {
    var hasMoved = false
    for i in 0..<task.count {
      let (low, high) = (box.low[i], box.high[i])
      let tolerance = box.tolerance(i)
      let (isAtLower, isAtUpper) = (abs(task[i] - low) <= tolerance, abs(task[i] - high) <= tolerance)
      // A bound that moves in stops at the other one, which may just have moved out.
      if isAtLower, let direction = decide(&lower[i], reward) {
        box.set(i, low: min(low - direction * steps[i], high), high: high)
      }
      if isAtUpper, let direction = decide(&upper[i], reward) {
        box.set(i, low: box.low[i], high: max(high + direction * steps[i], box.low[i]))
      }
      if box.low[i] != low || box.high[i] != high { hasMoved = true }
    }
    if hasMoved { changeCount += 1 }
  }

  /// Counts an episode at a bound. Returns 1 if the bound moves out now, -1 if it moves in, and nil if it stays.
  private func decide(_ performance: inout Performance, _ reward: Double) -> Double? {
    performance.sum += reward
    performance.count += 1
    guard performance.count >= queueLength else { return nil }
    let mean = performance.sum / Double(performance.count)
    performance = Performance()
    return mean >= growThreshold ? 1 : mean <= shrinkThreshold ? -1 : nil
  }
}

// MARK: - Looking inside

extension ADR {
  var record: TeacherRecord { box.record }

  func accepts(_ record: TeacherRecord) -> Bool { box.accepts(record) }

  /// The box, as the one region.
  func regions(of record: TeacherRecord) -> RegionSnapshot { box.regions(of: record) }

  /// A task at a bound has a density only if the bound's coordinate stands for an interval.
  ///
  /// Complexity: O(dimension).
  func logDensity(at place: Place) -> Double {
    let factors = place.point.indices.map { box.logDensity(at: place, $0) }
    let impossible = factors.indices.filter { factors[$0] == -.infinity }
    // Beyond two dimensions without any density no task at one bound has one.
    guard impossible.count <= 1 else { return -.infinity }
    let possible = factors.reduce(0) { $1 == -.infinity ? $0 : $0 + $1 }
    var terms = [log(1 - boundarySamplingShare) + (impossible.isEmpty ? possible : -.infinity)]
    for i in impossible.isEmpty ? Array(factors.indices) : impossible {
      let others = possible - (factors[i] == -.infinity ? 0 : factors[i])
      let probability =
        (MovingBox.probability(of: box.low[i], at: place, i) + MovingBox.probability(of: box.high[i], at: place, i)) / 2
      let atBound = box.isWhole(i) ? factors[i] : log(probability)
      terms.append(log(boundarySamplingShare / Double(factors.count)) + others + atBound)
    }
    return logOfSum(terms)
  }
}

// MARK: - Saved state

extension ADR {
  func save(to state: inout StateWriter) {
    generator.save(to: &state)
    box.save(to: &state)
    for performance in lower + upper {
      state.write(performance.sum)
      state.write(performance.count)
    }
    state.write(changeCount)
  }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    generator = try Xoshiro256PlusPlus(from: &state)
    try box.restore(from: &state)
    for i in lower.indices { lower[i] = try readPerformance(from: &state) }
    for i in upper.indices { upper[i] = try readPerformance(from: &state) }
    changeCount = try state.readInt(in: SavedRange.count, "the number of moves")
  }

  private func readPerformance(from state: inout StateReader) throws(StateError) -> Performance {
    Performance(
      sum: try state.readDouble(in: SavedRange.rewardSum, "the sum of signals at a bound"),
      count: try state.readInt(in: 0...(queueLength - 1), "the number of episodes at a bound"))
  }
}
