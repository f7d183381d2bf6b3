import SavedState
import Testing

@testable import Teachers

private func entry(_ episode: UInt64) -> TeacherHistory.Entry {
  TeacherHistory.Entry(episode: episode, record: .window([Double(episode)]))
}

@Test(arguments: [1, 2, 7, 100])
func onlyTheNewestRecordsAreKept(limit: Int) {
  var history = TeacherHistory(limit: limit)
  for episode in 1...500 {
    history.append(entry(UInt64(episode)))
    let oldest = max(1, episode - limit + 1)
    #expect(history.entries.map(\.episode) == (oldest...episode).map { UInt64($0) })
    #expect(history.record(of: UInt64(oldest)) == .window([Double(oldest)]))
    #expect(history.record(of: UInt64(oldest - 1)) == nil)
  }
}

@Test func aLimitOfZeroKeepsAll() {
  var history = TeacherHistory(limit: 0)
  for episode in 1...5000 { history.append(entry(UInt64(episode))) }
  #expect(history.entries.count == 5000)
}

@Test func historiesOutOfOrderAreRefused() throws {
  for (episodes, upTo) in [([3, 2], 9), ([2, 2], 9), ([0], 9), ([10], 9)] as [([UInt64], UInt64)] {
    var writer = StateWriter()
    writer.write(episodes.count)
    for episode in episodes {
      writer.write(episode)
      TeacherRecord.nothing.save(to: &writer)
    }
    Array(writer.content).withUnsafeBytes { bytes in
      var reader = StateReader(bytes)
      var history = TeacherHistory(limit: 0)
      #expect(throws: StateError.damaged("the episodes of the history are out of order")) {
        try history.restore(from: &reader, upTo: upTo) { _ in true }
      }
    }
  }
}
