import SavedState
import Tasks
import Testing

@testable import Teachers

/// Two slots, one of them with a level.
private func twoEpisodes() -> EpisodesInFlight {
  var episodes = EpisodesInFlight(dimension: 2)
  episodes[70] = .init(task: [1, 2], proposal: Proposal(level: .max, seed: 5, isForLearning: false))
  episodes[3] = .init(task: [0.5, -1], proposal: Proposal())
  return episodes
}

/// What is restored from some bytes, if every task of `accepted` is in the task space.
private func restoredEpisodes(
  _ bytes: [UInt8], version: UInt32 = stateFormatVersion, accepted: ([Double]) -> Bool = { _ in true }
) throws(StateError) -> EpisodesInFlight {
  var episodes = EpisodesInFlight(dimension: 2)
  var failure: StateError?
  bytes.withUnsafeBytes { bytes in
    var reader = StateReader(bytes, version: version)
    do throws(StateError) { try episodes.restore(from: &reader, accepts: accepted) } catch { failure = error }
  }
  if let failure { throw failure }
  return episodes
}

@Test func busySlotsAreInOrder() {
  var episodes = twoEpisodes()
  #expect(episodes.busySlots == [3, 70])
  episodes[3] = nil
  #expect(episodes.busySlots == [70] && episodes[3] == nil && episodes[70]?.task == [1, 2])
}

@Test func episodesInFlightAreSavedWithTheirProposals() throws {
  var writer = StateWriter()
  twoEpisodes().save(to: &writer)
  let episodes = try restoredEpisodes(Array(writer.content))
  #expect(episodes.busySlots == [3, 70])
  #expect(episodes[3]?.task == [0.5, -1] && episodes[3]?.proposal == Proposal())
  #expect(episodes[70]?.proposal == Proposal(level: .max, seed: 5, isForLearning: false))
}

/// A count, then slots with their tasks, as version 2 wrote them.
private func written(_ slots: [Int], count: Int? = nil, task: [Double] = [0, 0]) -> [UInt8] {
  var writer = StateWriter()
  writer.write(count ?? slots.count)
  for slot in slots {
    writer.write(slot)
    writer.write(contentsOf: task)
  }
  return Array(writer.content)
}

@Test func episodesInFlightOfVersionTwoHaveNoProposals() throws {
  let episodes = try restoredEpisodes(written([0, EpisodesInFlight.slots.upperBound - 1], task: [1, 2]), version: 2)
  #expect(episodes.busySlots == [0, 999_999] && episodes[0]?.proposal == Proposal() && episodes[0]?.task == [1, 2])
}

@Test(arguments: [
  written([4, 4]), written([5, 4]), written([1_000_000]), written([0, 1], count: 3),
  written([0], count: .max), written([0], task: [0, .nan]), written([0], task: [.infinity, 0]),
])
func damagedEpisodesInFlightAreRefused(bytes: [UInt8]) {
  #expect(throws: StateError.self) { try restoredEpisodes(bytes, version: 2) }
}

@Test func episodesInFlightOutsideTheTaskSpaceAreRefused() {
  #expect(throws: StateError.damaged("a task under way lies outside the task space")) {
    try restoredEpisodes(written([1]), version: 2) { $0[0] > 0 }
  }
}
