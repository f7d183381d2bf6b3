import Arguments
import Glibc
import Numerics
import SavedState
import Tasks

/// Slides a window over the task space along a given way, on each time the student does well enough: a curriculum made
/// by hand, with knowledge that the other teachers do not have (Portelas et al. 2019, section 4).
struct Oracle: Teacher {
  static let name = "Oracle"
  static let documentation =
    "slides a window over the task space along a given way, on each time the student's mean return is high enough"
  static let dimensions = 1...10_000
  static let measuresDistances = false
  // Its threshold is a return.
  static let takesReturnsAsTheyAre = true
  static let changes = true

  static let windowStepVector = Option.numbers(
    "window_step_vector", count: nil, in: -1e300...1e300,
    "how far the window moves in each dimension; off: as published, for task spaces with exactly the published bounds")
  static let rewardThreshold = Option.number(
    "reward_threshold", default: 230, in: -1e100...1e100, "mean return, not rescaled, above which the window moves")
  static let stepRate = Option.integer(
    "step_rate", default: 50, in: 1...1_000_000, "episodes whose mean return decides whether the window moves")
  static let windowFraction = Option.number(
    "window_fraction", default: 1.0 / 6, in: 1e-9...1, "the window's size in each dimension, as a share of the range")
  static let options = [
    windowStepVector.description, rewardThreshold.description, stepRate.description, windowFraction.description,
  ]
  static let briefUses = [BriefUse([("window_step_vector", "0.1,0.1"), ("step_rate", "5"), ("reward_threshold", "0")])]

  private let taskSpace: Box
  private let steps: [Double]
  private let rewardThreshold: Double
  private let stepRate: Int
  private let sizes: [Double]
  /// The window's lower corner.
  private(set) var corner: [Double]
  /// The returns of the current collection, and how many they are.
  private var returnSum = 0.0
  private var returnCount = 0
  /// How many times the window has moved.
  private(set) var changeCount = 0
  private var generator: Xoshiro256PlusPlus

  static func effective(_ options: OptionValues, taskSpace: TaskSpace) throws(UsageError) -> OptionValues {
    var options = options
    let steps = try steps(options, taskSpace: taskSpace)
    if options[windowStepVector] == nil {
      options.set(windowStepVector, to: steps.map(shortText).joined(separator: ","))
    }
    return options
  }

  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) throws(UsageError) {
    let steps = options[Self.windowStepVector] ?? []
    let fraction = options[Self.windowFraction]
    let sizes = (0..<taskSpace.dimension).map { taskSpace.range($0) * fraction }
    self.taskSpace = taskSpace
    self.steps = steps
    self.sizes = sizes
    rewardThreshold = options[Self.rewardThreshold]
    stepRate = options[Self.stepRate]
    corner = steps.indices.map { steps[$0] > 0 ? taskSpace.low[$0] : taskSpace.high[$0] - sizes[$0] }
    generator = Xoshiro256PlusPlus(seed: seed)
  }

  /// The window's steps in each dimension: those given, or the published ones.
  private static func steps(_ options: OptionValues, taskSpace: TaskSpace) throws(UsageError) -> [Double] {
    guard let steps = options[windowStepVector] else {
      guard let published = PublishedWindow.steps(in: taskSpace) else {
        throw UsageError.invalidArgument(
          "option 'window_step_vector' is off, and these bounds are none for which the steps are published; "
            + (taskSpace.dimension == 1
              ? "give one number, as in '0.1'"
              : "give one number for each of the \(taskSpace.dimension) dimensions, as in '0.1,-0.2'"))
      }
      return published
    }
    guard steps.count == taskSpace.dimension else {
      throw UsageError.invalidArgument(
        "option 'window_step_vector' has \(steps.count) numbers; "
          + "it must have one for each of the task space's \(taskSpace.dimension) dimensions")
    }
    return steps
  }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    for i in corner.indices { task[i] = corner[i] + generator.uniform() * sizes[i] }
    return Proposal()
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome) {
    returnSum += reward
    returnCount += 1
    guard returnCount == stepRate else { return }
    if returnSum / Double(returnCount) > rewardThreshold { moveWindow() }
    returnSum = 0
    returnCount = 0
  }

  private mutating func moveWindow() {
    changeCount += 1
    for i in corner.indices {
      corner[i] = max(taskSpace.low[i], min(corner[i] + steps[i], taskSpace.high[i] - sizes[i]))
    }
  }
}

// MARK: - Looking inside

extension Oracle {
  func logDensity(at place: Place) -> Double {
    place.logUniformDensity(from: { corner[$0] }, to: { corner[$0] + sizes[$0] }, size: { sizes[$0] })
  }

  var randomShare: Double { 0 }
  var record: TeacherRecord { .window(corner) }

  func accepts(_ record: TeacherRecord) -> Bool {
    guard case .window(let corner) = record else { return false }
    return isCorner(corner)
  }

  /// The window, as the one region.
  func regions(of record: TeacherRecord) -> RegionSnapshot {
    guard case .window(let corner) = record else { return RegionSnapshot() }
    return RegionSnapshot(
      low: corner, high: corner.indices.map { min(corner[$0] + sizes[$0], taskSpace.high[$0]) }, progress: [0],
      isLeaf: [true])
  }

  private func isCorner(_ corner: [Double]) -> Bool {
    corner.count == sizes.count
      && corner.indices.allSatisfy { corner[$0] >= taskSpace.low[$0] && corner[$0] <= taskSpace.high[$0] }
  }
}

// MARK: - Saved state

extension Oracle {
  func save(to state: inout StateWriter) {
    generator.save(to: &state)
    state.write(contentsOf: corner)
    state.write(returnSum)
    state.write(returnCount)
    state.write(changeCount)
  }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    generator = try Xoshiro256PlusPlus(from: &state)
    corner = try state.readDoubles(
      corner.count, in: SavedRange.finite, "the window")
    guard isCorner(corner) else { throw .damaged("the window lies outside the task space") }
    returnSum = try state.readDouble(in: SavedRange.rewardSum, "the sum of returns")
    returnCount = try state.readInt(in: 0...(stepRate - 1), "the number of returns")
    changeCount = try state.readInt(in: SavedRange.count, "the number of moves")
  }
}
