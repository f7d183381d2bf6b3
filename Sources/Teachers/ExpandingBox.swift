import Arguments
import Numerics
import SavedState
import Tasks

/// Widens a box around a task on all sides each time the student does well enough in it.
struct ExpandingBox: Teacher {
  static let name = "ExpandingBox"
  static let documentation = "widens a box around a task each time the student does well enough in it"
  static let dimensions = 1...10_000
  // Its centre is in the task space's units, and its widths are relative to the range already.
  static let measuresDistances = false
  // Its thresholds are in the signal's unit.
  static let takesReturnsAsTheyAre = true

  static let center = Option.numbers(
    "center", count: nil, in: -1e300...1e300,
    "the task that the box is around, a number for each dimension; off: the middle of the task space")
  static let initialWidth = Option.number(
    "initial_width", default: 0.2, in: 0...1, "the box's first width, as a share of the range")
  static let widthStep = Option.number(
    "width_step", default: 0.2, in: 1e-9...1, "by how much the width grows or shrinks, as a share of the range")
  static let window = Option.integer(
    "window", default: 10, in: 1...1_000_000, "episodes whose mean decides whether the box changes")
  static let options = [
    center.description, initialWidth.description, widthStep.description, ThresholdOptions.grow.description,
    ThresholdOptions.shrink.description, window.description,
  ]
  static let briefUses = [BriefUse([("window", "2"), ("grow_threshold", "0.5"), ("shrink_threshold", "0.4")])]

  private let center: [Double]
  private let initialWidth: Double
  private let widthStep: Double
  private let (growThreshold, shrinkThreshold): (Double, Double)
  private let window: Int
  private(set) var box: MovingBox
  /// How many steps wider than at first the box is.
  private var stepCount = 0
  private var signalSum = 0.0
  private var signalCount = 0
  /// How often the box has changed.
  private(set) var changeCount = 0
  private var generator: Xoshiro256PlusPlus

  static func effective(_ options: OptionValues, taskSpace: TaskSpace) throws(UsageError) -> OptionValues {
    try ThresholdOptions.effective(options)
  }

  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) throws(UsageError) {
    center = try options.point(Self.center, in: taskSpace)
    initialWidth = options[Self.initialWidth]
    widthStep = options[Self.widthStep]
    (growThreshold, shrinkThreshold) = (ThresholdOptions.upper(options), ThresholdOptions.lower(options))
    window = options[Self.window]
    box = MovingBox(taskSpace)
    generator = Xoshiro256PlusPlus(seed: seed)
    setBox()
  }

  /// The number of steps after which the box is the whole task space wherever its centre is.
  private var largestStepCount: Int { Int(((2 - initialWidth) / widthStep).rounded(.up)) }

  private mutating func setBox() {
    let halfWidth = (initialWidth + Double(stepCount) * widthStep) / 2
    for i in center.indices {
      let half = halfWidth * box.taskSpace.range(i)
      box.set(i, low: center[i] - half, high: center[i] + half)
    }
  }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    box.sample(into: task, using: &generator)
    return Proposal()
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome) {
    signalSum += reward
    signalCount += 1
    guard signalCount == window else { return }
    let mean = signalSum / Double(signalCount)
    (signalSum, signalCount) = (0, 0)
    let before = box
    if mean >= growThreshold {
      stepCount = min(stepCount + 1, largestStepCount)
    } else if mean <= shrinkThreshold {
      stepCount = max(stepCount - 1, 0)
    }
    setBox()
    if box != before { changeCount += 1 }
  }
}

// MARK: - Looking inside

extension ExpandingBox {
  func logDensity(at place: Place) -> Double { box.logDensity(at: place) }

  var record: TeacherRecord { box.record }

  func accepts(_ record: TeacherRecord) -> Bool { box.accepts(record) }

  /// The box, as the one region.
  func regions(of record: TeacherRecord) -> RegionSnapshot { box.regions(of: record) }
}

// MARK: - Saved state

extension ExpandingBox {
  func save(to state: inout StateWriter) {
    generator.save(to: &state)
    state.write(stepCount)
    state.write(signalSum)
    state.write(signalCount)
    state.write(changeCount)
  }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    generator = try Xoshiro256PlusPlus(from: &state)
    stepCount = try state.readInt(in: 0...largestStepCount, "the number of steps")
    signalSum = try state.readDouble(in: SavedRange.rewardSum, "the sum of signals")
    signalCount = try state.readInt(in: 0...(window - 1), "the number of signals")
    changeCount = try state.readInt(in: SavedRange.count, "the number of changes")
    setBox()
  }
}
