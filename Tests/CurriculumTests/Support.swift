import Arguments
import Environments
import Numerics
import Tasks
import Teachers
import Testing

@testable import Curriculum

/// A teacher that proposes what it is told to, again and again, and keeps what it hears.
final class ScriptedTeacher: SharedTeacher {
  let takesSuccessOfEnvironment: Bool
  var isLost = false
  private let script: [(task: [Double], proposal: Proposal)]
  private(set) var proposalCount = 0
  private(set) var heard: [(task: [Double], outcome: EpisodeOutcome)] = []

  init(_ script: [(task: [Double], proposal: Proposal)] = [], takesSuccess: Bool = true) {
    self.script = script
    takesSuccessOfEnvironment = takesSuccess
  }

  func requireWhole() throws(UsageError) { if isLost { throw .invalidState("lost") } }

  func propose(into task: UnsafeMutableBufferPointer<Double>) throws(UsageError) -> Proposal {
    let next = script[proposalCount % script.count]
    proposalCount += 1
    _ = task.update(fromContentsOf: next.task)
    return next.proposal
  }

  func update(_ task: UnsafeBufferPointer<Double>, _ outcome: EpisodeOutcome) throws(UsageError) {
    heard.append((Array(task), outcome))
  }
}

/// A teacher of the catalog, for one thread.
final class PlainTeacher: SharedTeacher {
  let teacher: TeacherInstance

  init(_ name: String, _ options: [(name: String, value: String)], over space: TaskSpace, seed: UInt64) throws {
    let kind = try TeacherCatalog.teacher(named: name)
    let values = try OptionValues(options, for: name, allowing: kind.allOptions)
    teacher = try TeacherInstance(kind, taskSpace: space, options: values, seed: seed, workers: Workers())
  }

  var takesSuccessOfEnvironment: Bool { teacher.takesSuccessOfEnvironment }

  func requireWhole() throws(UsageError) {}

  func propose(into task: UnsafeMutableBufferPointer<Double>) throws(UsageError) -> Proposal {
    teacher.sampleTask(into: task)
  }

  func update(_ task: UnsafeBufferPointer<Double>, _ outcome: EpisodeOutcome) throws(UsageError) {
    teacher.update(task: task, outcome: outcome)
  }
}

/// Some environments of stump tracks with short episodes.
func stumpTracks(seeds: [UInt64], steps: Int = 12) throws -> [any Environment] {
  let kind = try #require(EnvironmentCatalog.all.first { $0.name == "stump-tracks" })
  let options = try OptionValues(
    [("walker", "short"), ("max_episode_steps", "\(steps)")], for: kind.name, allowing: kind.options)
  return try kind.make(options: options, seeds: seeds)
}

/// A curriculum, played with random actions.
struct Player {
  let curriculum: Curriculum
  /// A row for each environment.
  var observations: [Float]
  /// The episodes that ended: their environment, return, length, task and origin.
  var finished: [(environment: Int, sum: Double, length: UInt64, task: [Double], origin: EpisodeOrigin)] = []
  private var generator: Xoshiro256PlusPlus

  init(
    seeds: [UInt64], _ autoreset: VectorEnvironment.Autoreset = .sameStep, threads: Int = 1, steps: Int = 12,
    actionSeed: UInt64 = 9
  ) throws {
    let environments = try stumpTracks(seeds: seeds, steps: steps)
    let vector = try #require(VectorEnvironment(environments, threadCount: threads, autoreset: autoreset))
    curriculum = Curriculum(vector, seeds: seeds)
    observations = [Float](repeating: .nan, count: seeds.count * vector.observationSize)
    generator = Xoshiro256PlusPlus(seed: actionSeed)
  }

  mutating func actions() -> [Float] {
    (0..<(curriculum.vector.count * curriculum.vector.actionSize)).map { _ in
      Float(generator.uniform(from: -1, to: 1))
    }
  }

  mutating func reset(where isChosen: (Int) -> Bool = { _ in true }) throws {
    try observations.withUnsafeMutableBufferPointer {
      try curriculum.reset(where: isChosen, observations: $0.baseAddress.unsafelyUnwrapped)
    }
  }

  /// Steps every environment, and returns the rewards.
  @discardableResult
  mutating func step() throws -> [Double] {
    let actions = actions()
    var rewards: [Double] = []
    var ended: [Int] = []
    try observations.withUnsafeMutableBufferPointer {
      try curriculum.step(actions: actions, observations: $0.baseAddress.unsafelyUnwrapped) { row, outcome, episode in
        #expect(row == rewards.count)
        rewards.append(outcome.reward)
        guard let episode else { return }
        ended.append(row)
        finished.append((row, episode.episodeReturn, episode.length, Array(episode.task), episode.origin))
      }
    }
    if curriculum.vector.autoreset == .disabled, !ended.isEmpty { try reset(where: ended.contains) }
    return rewards
  }
}
