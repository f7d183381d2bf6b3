import Arguments
import Numerics
import SavedState
import Tasks
import Testing

@testable import Teachers

/// A teacher for tests: it stays with a level until the student succeeds in it. It needs the success and uses the length.
private struct Staircase: Teacher {
  static let name = "Staircase"
  static let documentation = "stays with a level until the student succeeds in it"
  static let options: [OptionDescription] = []
  static let dimensions = 1...64
  static let needs: OutcomeMembers = .success
  static let uses: OutcomeMembers = .length

  private let taskSpace: Box
  private(set) var level: UInt64 = 0
  private(set) var heard: [EpisodeOutcome] = []

  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) { self.taskSpace = taskSpace }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    var generator = Xoshiro256PlusPlus(seed: level)
    taskSpace.sampleUniform(into: task, using: &generator)
    return Proposal(level: level, seed: 1000 + level, isForLearning: level % 2 == 0)
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome) {
    heard.append(outcome)
    if outcome.level == level, outcome.success > 0.5 { level += 1 }
  }

  func logDensity(at place: Place) -> Double { -.infinity }
  func save(to state: inout StateWriter) { state.write(level) }
  mutating func restore(from state: inout StateReader) throws(StateError) { level = try state.readUInt64() }
}

@Suite struct OutcomesTests {
  @Test func aTeacherSaysWhatItNeeds() throws {
    let teacher = try makeTeacher(Staircase.self, .unitBox(dimension: 1))
    #expect(teacher.needs == .success && teacher.uses == [.success, .length])
    #expect(teacher.missing(from: .episodeReturn) == .success && teacher.missing(from: .success) == [])
    #expect(teacher.refusal(missing: .success).message.contains("needs the outcome's 'success'"))
    let deriving = try makeTeacher(Staircase.self, .unitBox(dimension: 1), [("success_return", "230")])
    #expect(deriving.missing(from: .episodeReturn) == [])
    #expect(deriving.uses == [.success, .length, .episodeReturn])
    for name in ["ALP-GMM", "RIAC", "Covar-GMM", "Oracle"] {
      let teacher = try makeTeacher(name, .unitBox(dimension: 2))
      #expect(teacher.needs == .episodeReturn && teacher.uses == [.episodeReturn, .score])
      #expect(teacher.missing(from: .score) == [] && teacher.missing(from: .success) == .episodeReturn)
      let successes = try makeTeacher(name, .unitBox(dimension: 2), ["signal": "success"])
      #expect(successes.needs == .success && successes.missing(from: .episodeReturn) == .success)
    }
    #expect(try makeTeacher("Random", .unitBox(dimension: 2)).needs == [])
  }

  @Test func successFollowsFromTheReturnIfItIsNotKnown() throws {
    let teacher = try makeTeacher(Staircase.self, .unitBox(dimension: 1), [("success_return", "230")])
    #expect(!teacher.takesSuccessOfEnvironment)
    func level() -> UInt64? {
      var task = [0.0]
      return task.withUnsafeMutableBufferPointer { teacher.sampleTask(into: $0).level }
    }
    teacher.update([0.5], EpisodeOutcome(episodeReturn: 230, level: 0))
    #expect(level() == 0)
    teacher.update([0.5], EpisodeOutcome(episodeReturn: 231, success: 0, level: 0))
    #expect(level() == 0)
    teacher.update([0.5], EpisodeOutcome(episodeReturn: 231, level: 0))
    #expect(level() == 1)
    teacher.update([0.5], EpisodeOutcome(episodeReturn: -5, success: 1, level: 1))
    #expect(level() == 2)
    let automatic = try makeTeacher(Staircase.self, .unitBox(dimension: 1))
    #expect(automatic.takesSuccessOfEnvironment)
    let off = try makeTeacher(Staircase.self, .unitBox(dimension: 1), [("success_return", "off")])
    #expect(!off.takesSuccessOfEnvironment && off.missing(from: .episodeReturn) == .success)
  }

  /// A teacher that learns from successes or scores is the one that gets them as returns.
  @Test(arguments: ["ALP-GMM", "RIAC", "Covar-GMM", "Oracle"])
  func theSignalTakesThePlaceOfTheReturn(name: String) throws {
    let plain = try makeTeacher(name, .unitBox(dimension: 2), ["history": "0"])
    let others = try [("success", [:]), ("score", [:]), ("auto", [:]), ("return", [:])].map {
      (signal, _: [String: String]) in (signal, try makeTeacher(name, .unitBox(dimension: 2), ["signal": signal]))
    }
    for episode in 0..<700 {
      let task = plain.sample()
      let value = task[0] * Double(episode % 300) / 300
      plain.update(task, value)
      for (signal, teacher) in others {
        #expect(teacher.sample() == task)
        var outcome = EpisodeOutcome(episodeReturn: -17, success: 1, score: 5)
        switch signal {
        case "success": outcome.success = value
        case "score": outcome.score = value
        case "auto":
          if episode % 2 == 0 { outcome.score = value } else { (outcome.score, outcome.episodeReturn) = (.nan, value) }
        default: outcome.episodeReturn = value
        }
        teacher.update(task, outcome)
      }
    }
  }

  @Test func slotsCarryLevels() throws {
    let teacher = try makeTeacher(Staircase.self, .unitBox(dimension: 2))
    var task = [0.0, 0]
    task.withUnsafeMutableBufferPointer { teacher.beginEpisode(slot: 3, task: $0) }
    #expect(teacher.proposal(inSlot: 3) == Proposal(level: 0, seed: 1000, isForLearning: true))
    #expect(teacher.proposal(inSlot: 4) == nil)
    // What a caller says of the level does not count: the slot knows it.
    teacher.endEpisode(slot: 3, outcome: EpisodeOutcome(success: 1, level: 77))
    task.withUnsafeMutableBufferPointer { teacher.beginEpisode(slot: 9, task: $0) }
    #expect(teacher.proposal(inSlot: 9) == Proposal(level: 1, seed: 1001, isForLearning: false))
    var generator = Xoshiro256PlusPlus(seed: 1)
    #expect(task == [generator.uniform(), generator.uniform()])
  }
}
