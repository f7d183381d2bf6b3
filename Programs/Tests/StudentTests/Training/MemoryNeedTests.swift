import Foundation
import Testing

@testable import Student

@Suite struct MemoryNeedTests {
  private func need(_ change: (inout TrainingConfiguration) -> Void) -> MemoryNeed {
    var configuration = TrainingConfiguration()
    change(&configuration)
    return configuration.student.memoryNeed(
      observationSize: 24, actionSize: 4, totalSteps: configuration.totalSteps)
  }

  /// The documented 240 MB of two million transitions, and less where the run has fewer steps.
  @Test func knowsTheReplayBuffer() {
    #expect(need { _ in }.replay == 240_000_000)
    #expect(need { $0.epochs = 1 }.replay == 24_000_000)
    #expect(need { $0.softActorCritic.replayCapacity = 10 }.replay == 1200)
  }

  /// As much as a learner, its copy and two copies of a checkpoint really take of the system.
  @Test func agreesWithWhatTheSystemGives() throws {
    let sizes = [1024, 1024, 512]
    let before = residentBytes()
    let learners = (0..<2).map { _ in
      SoftActorCriticState(observationSize: 24, actionSize: 4, hiddenSizes: sizes, seed: 1)
    }
    let gradients = UpdateGradients(learners[0].networks)
    var file = SafeTensors(metadata: [])
    learners[0].encode(into: &file)
    let bytes = file.encoded()
    let taken = residentBytes() - before
    #expect(bytes.count > 0 && gradients.policy.shape == learners[1].networks.policy.shape)
    let said = need {
      $0.softActorCritic.hiddenSizes = sizes
      $0.softActorCritic.batchSize = 1
    }.networks
    #expect(abs(Double(taken) / Double(said) - 1) < 0.3, "\(taken) bytes taken, \(said) said")
  }

  private func residentBytes() -> Int {
    let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * Int(getpagesize())
  }

  @Test func knowsTheMachine() throws {
    let memory = try #require(SystemMemory.current)
    #expect(memory.available <= memory.total)
    #expect(memory.total <= Int(ProcessInfo.processInfo.physicalMemory))
    #expect(memory.available > residentBytes() / 2)
  }
}
