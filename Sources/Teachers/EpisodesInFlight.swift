import Arguments
import SavedState
import Tasks

/// The episodes that have begun and not ended, each in a slot: what a pool of environments is playing.
struct EpisodesInFlight {
  /// A task, and what was proposed beside it.
  struct Episode {
    let task: [Double]
    let proposal: Proposal
  }

  /// The slots that there can be.
  static let slots = 0..<1_000_000

  private let dimension: Int
  private var episodes: [Int: Episode] = [:]

  init(dimension: Int) { self.dimension = dimension }

  /// The slots whose episodes are under way, in order.
  var busySlots: [Int] { episodes.keys.sorted() }

  /// A slot's episode; nil if none is under way.
  subscript(slot: Int) -> Episode? {
    get { episodes[slot] }
    set { episodes[slot] = newValue }
  }

  func save(to state: inout StateWriter) {
    state.write(episodes.count)
    for slot in busySlots {
      guard let episode = episodes[slot] else { continue }
      state.write(slot)
      state.write(contentsOf: episode.task)
      episode.proposal.save(to: &state)
    }
  }

  mutating func restore(
    from state: inout StateReader, accepts: ([Double]) -> Bool
  ) throws(StateError) {
    episodes = [:]
    let count = try state.readCount(
      ofSize: 8 * (dimension + 1), atMost: Self.slots.count, "the number of episodes under way")
    var least = Self.slots.lowerBound
    for _ in 0..<count {
      guard least < Self.slots.upperBound else { throw .damaged("a slot is out of range") }
      let slot = try state.readInt(in: least...(Self.slots.upperBound - 1), "a slot")
      least = slot + 1
      let task = try state.readDoubles(dimension, in: SavedRange.finite, "a task under way")
      guard accepts(task) else { throw .damaged("a task under way lies outside the task space") }
      episodes[slot] = Episode(task: task, proposal: try Proposal(from: &state))
    }
  }
}

extension Proposal {
  fileprivate func save(to state: inout StateWriter) {
    for number in [level, seed] {
      state.write(number != nil)
      if let number { state.write(number) }
    }
    state.write(isForLearning)
  }

  /// Before version 3 of the format there were none.
  fileprivate init(from state: inout StateReader) throws(StateError) {
    self.init()
    guard state.version >= 3 else { return }
    level = try state.readBool("whether there is a level") ? try state.readUInt64() : nil
    seed = try state.readBool("whether there is a seed") ? try state.readUInt64() : nil
    isForLearning = try state.readBool("whether the episode is for learning")
  }
}
