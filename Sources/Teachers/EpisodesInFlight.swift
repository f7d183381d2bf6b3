import Arguments
import SavedState

/// The tasks of episodes that have begun and not ended, each in a slot: what a pool of environments is playing.
struct EpisodesInFlight {
  /// The slots that there can be.
  static let slots = 0..<1_000_000

  private let dimension: Int
  private var tasks: [Int: [Double]] = [:]

  init(dimension: Int) { self.dimension = dimension }

  /// The slots whose episodes are under way, in order.
  var busySlots: [Int] { tasks.keys.sorted() }

  /// The task of a slot's episode; nil where none is under way.
  subscript(slot: Int) -> [Double]? {
    get { tasks[slot] }
    set { tasks[slot] = newValue }
  }

  func save(to state: inout StateWriter) {
    state.write(tasks.count)
    for slot in busySlots {
      state.write(slot)
      state.write(contentsOf: tasks[slot] ?? [])
    }
  }

  mutating func restore(
    from state: inout StateReader, accepts: ([Double]) -> Bool
  ) throws(StateError) {
    tasks = [:]
    let count = try state.readCount(
      ofSize: 8 * (dimension + 1), atMost: Self.slots.count, "the number of episodes under way")
    var least = Self.slots.lowerBound
    for _ in 0..<count {
      guard least < Self.slots.upperBound else { throw .damaged("a slot is out of range") }
      let slot = try state.readInt(in: least...(Self.slots.upperBound - 1), "a slot")
      least = slot + 1
      let finite = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
      let task = try state.readDoubles(dimension, in: finite, "a task under way")
      guard accepts(task) else { throw .damaged("a task under way lies outside the task space") }
      tasks[slot] = task
    }
  }
}
