import TeachDRL
import Testing

@testable import Student

@Suite struct EpisodeBoundaryTests {
  private func read(_ boundary: EpisodeBoundary, without names: Set<String> = []) -> EpisodeBoundary? {
    var file = SafeTensors(metadata: [])
    boundary.encode(into: &file)
    file.metadata.removeAll { names.contains($0.name) }
    return SafeTensors(file.encoded()).flatMap { EpisodeBoundary($0) }
  }

  /// One episode that has not begun, as between two episodes of a single environment.
  private static let one = EpisodeBoundary(
    stepCount: 500, episodeCount: 7, epochCount: 1,
    running: [RunningEpisode(proposal: Proposal([0.1 + 0.2, 6]), number: 7)]
  )

  /// Episodes under way.
  private static let many = EpisodeBoundary(
    stepCount: 900, episodeCount: 4, epochCount: 0,
    running: [
      RunningEpisode(proposal: Proposal([0.1 + 0.2, 6]), number: 5, actions: [0.25, -1.5, .leastNonzeroMagnitude]),
      RunningEpisode(proposal: Proposal([1, 2], level: 0, seed: 3, isForLearning: false), number: 2),
    ], ends: RunFileEnds(progress: FileEnd(length: 3)))

  @Test func comesBackAsItWas() {
    #expect(read(Self.one) == Self.one && read(Self.many) == Self.many)
    var level = Self.one
    level.running[0].proposal = Proposal([1, 2], level: 1 << 63, seed: .max, isForLearning: false)
    #expect(read(level) == level)
    // A level 0 with the seed 0 is one.
    level.running[0].proposal = Proposal([1, 2], level: 0, seed: 0)
    #expect(read(level) == level)
    // One environment in the middle of an episode.
    level.running[0].actions = [1]
    #expect(read(level) == level)
  }

  /// The form of earlier versions, which played one episode at a time.
  @Test func writesOneEpisodeAsEarlierVersionsDid() {
    var file = SafeTensors(metadata: [])
    Self.one.encode(into: &file)
    #expect(file.metadata.map(\.name).prefix(4) == ["step_count", "episode_count", "epoch_count", "task"])
    #expect(
      !file.metadata.contains { $0.name.contains("level") || $0.name.contains("learning") } && file.entries.isEmpty)
  }

  @Test(arguments: ["step_count", "task", "episodes_length"])
  func refusesOneWithoutAMember(name: String) { #expect(read(Self.one, without: [name]) == nil) }

  @Test(arguments: ["running.0.task", "running.1.number", "running_count"])
  func refusesManyWithoutAMember(name: String) { #expect(read(Self.many, without: [name]) == nil) }
}
