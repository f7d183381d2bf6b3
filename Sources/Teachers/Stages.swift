import Arguments
import Numerics
import SavedState
import Tasks

/// Goes through given boxes of tasks one after the other: on to the next each time the student does well enough.
struct Stages: Teacher {
  static let name = "Stages"
  static let documentation = "goes through given boxes of tasks, on to the next each time the student does well enough"
  static let dimensions = 1...1000
  // Its boxes are in the task space's units.
  static let measuresDistances = false
  // Its thresholds are in the signal's unit.
  static let takesReturnsAsTheyAre = true

  static let boxes = Option.numbers(
    "boxes", count: nil, in: -1e300...1e300,
    "each stage's lower bounds, then its upper bounds, stage after stage; off: five boxes, each with the one before, from the "
      + "middle to the whole task space")
  static let thresholds = Option.numbers(
    "thresholds", count: nil, in: -1e100...1e100,
    "mean of the signal, not rescaled, from which on the next stage begins: one number for all stages, or one for each but "
      + "the last; off: 180, or 0.75 with signal=success")
  static let window = Option.integer(
    "window", default: 10, in: 1...1_000_000, "episodes whose mean decides whether the next stage begins")
  static let options = [boxes.description, thresholds.description, window.description]
  static let briefUses = [BriefUse([("window", "2"), ("thresholds", "0")])]
  private static let defaultCount = 5

  private let stages: [MovingBox]
  private let thresholds: [Double]
  private let window: Int
  private var stage = 0
  private var signalSum = 0.0
  private var signalCount = 0
  private var generator: Xoshiro256PlusPlus

  static func effective(_ options: OptionValues, taskSpace: TaskSpace) -> OptionValues {
    var options = options
    if options[thresholds] == nil {
      options.set(thresholds, to: options[CommonOptions.signal] == .success ? "0.75" : "180")
    }
    return options
  }

  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) throws(UsageError) {
    let stages = try Self.stages(options, in: taskSpace)
    let thresholds = options[Self.thresholds] ?? []
    guard thresholds.count == 1 || thresholds.count == stages.count - 1 else {
      throw .invalidArgument(
        "option 'thresholds' has \(thresholds.count) numbers; "
          + "it must have 1, or one for each of the \(stages.count) stages but the last")
    }
    self.stages = stages
    self.thresholds = thresholds
    window = options[Self.window]
    generator = Xoshiro256PlusPlus(seed: seed)
  }

  private static func stages(_ options: OptionValues, in taskSpace: Box) throws(UsageError) -> [MovingBox] {
    let d = taskSpace.dimension
    guard let stages = try options.boxes(boxes, in: taskSpace) else {
      return (1...defaultCount).map { stage in
        let margins = (0..<d).map { taskSpace.range($0) * (1 - Double(stage) / Double(defaultCount)) / 2 }
        return MovingBox(
          low: (0..<d).map { taskSpace.low[$0] + margins[$0] }, high: (0..<d).map { taskSpace.high[$0] - margins[$0] },
          in: taskSpace)
      }
    }
    return stages
  }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    stages[stage].sample(into: task, using: &generator)
    return Proposal()
  }

  /// An outcome that belongs to no task of the stage, a late one of an earlier stage for example, does not count.
  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome) {
    guard stage < stages.count - 1, stages[stage].holds(task) else { return }
    signalSum += reward
    signalCount += 1
    guard signalCount == window else { return }
    if signalSum / Double(signalCount) >= thresholds[thresholds.count == 1 ? 0 : stage] { stage += 1 }
    (signalSum, signalCount) = (0, 0)
  }
}

// MARK: - Looking inside

extension Stages {
  func logDensity(at place: Place) -> Double { stages[stage].logDensity(at: place) }

  var changeCount: Int { stage }

  var record: TeacherRecord { stages[stage].record }

  func accepts(_ record: TeacherRecord) -> Bool { stages[0].accepts(record) }

  /// The stage's box, as the one region.
  func regions(of record: TeacherRecord) -> RegionSnapshot { stages[0].regions(of: record) }
}

// MARK: - Saved state

extension Stages {
  func save(to state: inout StateWriter) {
    generator.save(to: &state)
    state.write(stage)
    state.write(signalSum)
    state.write(signalCount)
  }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    generator = try Xoshiro256PlusPlus(from: &state)
    stage = try state.readInt(in: 0...(stages.count - 1), "the stage")
    signalSum = try state.readDouble(in: SavedRange.rewardSum, "the sum of signals")
    signalCount = try state.readInt(in: 0...(window - 1), "the number of signals")
  }
}
