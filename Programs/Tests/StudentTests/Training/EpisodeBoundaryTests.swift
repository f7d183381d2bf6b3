import TeachDRL
import Testing

@testable import Student

@Suite struct EpisodeBoundaryTests {
  private func read(_ boundary: EpisodeBoundary, without names: Set<String> = []) -> EpisodeBoundary? {
    EpisodeBoundary(SafeTensors(metadata: boundary.metadata.filter { !names.contains($0.name) }))
  }

  private static var boundary: EpisodeBoundary {
    EpisodeBoundary(
      stepCount: 500, learningStepCount: 500, episodeCount: 7, epochCount: 1, proposal: Proposal([0.1 + 0.2, 6]),
      randomActions: .max, actionNoisePosition: 12)
  }

  @Test func comesBackAsItWas() {
    let plain = Self.boundary
    #expect(read(plain) == plain)
    var level = plain
    level.learningStepCount = 300
    level.proposal = Proposal([1, 2], level: 1 << 63, seed: .max, isForLearning: false)
    #expect(read(level) == level)
    // A level 0 with the seed 0 is one.
    level.proposal = Proposal([1, 2], level: 0, seed: 0)
    #expect(read(level) == level)
  }

  /// Without levels a checkpoint is what earlier versions wrote.
  @Test func writesNothingNewWithoutLevels() {
    #expect(
      Self.boundary.metadata.map(\.name).prefix(6) == [
        "step_count", "episode_count", "epoch_count", "task", "random_actions", "action_noise_position",
      ])
    #expect(!Self.boundary.metadata.contains { $0.name.contains("level") || $0.name.contains("learning") })
  }

  @Test(arguments: ["step_count", "task", "random_actions"])
  func refusesOneWithoutAMember(name: String) { #expect(read(Self.boundary, without: [name]) == nil) }
}
