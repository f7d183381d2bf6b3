import SavedState

/// What a teacher sampled from, from each fit, split or move to the next; only the newest `limit` are kept.
struct TeacherHistory {
  /// A record, and the number of updates that the teacher had received when it came about.
  struct Entry: Equatable {
    let episode: UInt64
    let record: TeacherRecord
  }

  private let limit: Int
  private var stored: [Entry] = []
  /// Entries in front of it count no more.
  private var first = 0

  /// An empty history; a `limit` of 0 keeps all.
  init(limit: Int) { self.limit = limit == 0 ? .max : limit }

  /// The entries, oldest first.
  var entries: ArraySlice<Entry> { stored[first...] }

  /// Complexity: amortized O(1).
  mutating func append(_ entry: Entry) {
    stored.append(entry)
    guard stored.count - first > limit else { return }
    first += 1
    if first >= max(16, stored.count / 2) {
      stored.removeFirst(first)
      first = 0
    }
  }

  /// The record that came about with an update.
  ///
  /// Complexity: O(entries).
  func record(of episode: UInt64) -> TeacherRecord? { entries.last { $0.episode == episode }?.record }

  func save(to state: inout StateWriter) {
    state.write(entries.count)
    for entry in entries {
      state.write(entry.episode)
      entry.record.save(to: &state)
    }
  }

  /// Takes the saved entries; `accepts` says whether a record is one of this teacher's.
  mutating func restore(
    from state: inout StateReader, upTo episodeCount: UInt64, accepts: (TeacherRecord) -> Bool
  ) throws(StateError) {
    let count = try state.readCount(ofSize: 16, atMost: limit, "the length of the history")
    stored = []
    first = 0
    for _ in 0..<count {
      let episode = try state.readUInt64()
      guard episode > stored.last?.episode ?? 0, episode <= episodeCount else {
        throw .damaged("the episodes of the history are out of order")
      }
      let record = try TeacherRecord(from: &state)
      guard accepts(record) else { throw .damaged("the history is another teacher's") }
      stored.append(Entry(episode: episode, record: record))
    }
  }
}
