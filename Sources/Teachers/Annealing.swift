import Arguments
import Numerics
import SavedState
import Tasks

/// Moves a box of tasks evenly from a first to a last one, whatever the student reaches.
struct Annealing: Teacher {
  static let name = "Annealing"
  static let documentation = "moves a box of tasks evenly from a first to a last one, whatever the student reaches"
  static let dimensions = 1...1000
  // Its boxes are in the task space's units.
  static let measuresDistances = false
  static let needs: OutcomeMembers = []

  static let firstBox = Option.numbers(
    "first_box", count: nil, in: -1e300...1e300,
    "the first box: its lower bounds, then its upper bounds; off: the middle of the task space")
  static let lastBox = Option.numbers(
    "last_box", count: nil, in: -1e300...1e300,
    "the last box: its lower bounds, then its upper bounds; off: the whole task space")
  static let duration = Option.integer(
    "duration", default: 10_000, in: 1...1_000_000_000, "episodes from the first to the last box")
  static let options = [firstBox.description, lastBox.description, duration.description]
  static let briefUses = [BriefUse([("duration", "10")])]

  private let first: MovingBox
  private let last: MovingBox
  private let duration: Int
  private var episodeCount = 0
  private(set) var box: MovingBox
  private var generator: Xoshiro256PlusPlus

  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) throws(UsageError) {
    let middle = (0..<taskSpace.dimension).map { taskSpace.low[$0] + taskSpace.range($0) / 2 }
    first =
      try options.boxes(Self.firstBox, count: 1, in: taskSpace)?.first
      ?? MovingBox(low: middle, high: middle, in: taskSpace)
    last = try options.boxes(Self.lastBox, count: 1, in: taskSpace)?.first ?? MovingBox(taskSpace)
    duration = options[Self.duration]
    box = first
    generator = Xoshiro256PlusPlus(seed: seed)
  }

  private mutating func setBox() {
    let share = Double(episodeCount) / Double(duration)
    for i in first.low.indices {
      box.set(
        i, low: (1 - share) * first.low[i] + share * last.low[i],
        high: (1 - share) * first.high[i] + share * last.high[i])
    }
  }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    box.sample(into: task, using: &generator)
    return Proposal()
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome) {
    guard episodeCount < duration else { return }
    episodeCount += 1
    setBox()
  }
}

// MARK: - Looking inside

extension Annealing {
  func logDensity(at place: Place) -> Double { box.logDensity(at: place) }

  var record: TeacherRecord { box.record }

  func accepts(_ record: TeacherRecord) -> Bool { box.accepts(record) }

  /// The box, as the one region.
  func regions(of record: TeacherRecord) -> RegionSnapshot { box.regions(of: record) }

  /// A hundredth of the way is a change, so that the history shows the way and not each episode.
  var changeCount: Int { episodeCount * 100 / duration }
}

// MARK: - Saved state

extension Annealing {
  func save(to state: inout StateWriter) {
    generator.save(to: &state)
    state.write(episodeCount)
  }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    generator = try Xoshiro256PlusPlus(from: &state)
    episodeCount = try state.readInt(in: 0...duration, "the number of episodes")
    setBox()
  }
}
