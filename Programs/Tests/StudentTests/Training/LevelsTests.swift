import CTeachDRL
import Foundation
import Testing

@testable import Student
@testable import TeachDRL

/// Runs whose teacher proposes levels.
@Suite struct LevelsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Proposes the same task again and again, as the levels of a list.
  private final class LevelTeacher: Teacher {
    private let levels: [Proposal]
    private(set) var outcomes: [EpisodeOutcome] = []
    private var proposalCount = 0

    init(_ levels: [Proposal]) throws {
      self.levels = levels
      var handle: OpaquePointer?
      try check(teachdrl_teacher_create("Random", 2, [0, 0], [0.5, 6], nil, 0, 0, &handle))
      try super.init(handle: handle)
    }

    override func propose() throws(LibraryError) -> Proposal {
      proposalCount += 1
      return levels[(proposalCount - 1) % levels.count]
    }

    override func update(task: [Double], _ outcome: EpisodeOutcome) throws(LibraryError) { outcomes.append(outcome) }
  }

  private static let task = [0.4, 2.0]

  /// A short run with such a teacher.
  private func train(_ levels: [Proposal]) throws -> (teacher: LevelTeacher, directory: RunDirectory) {
    var configuration = TrainingConfiguration.small
    configuration.epochs = 1
    configuration.testEpisodeCount = 0
    var parts = try TrainingParts(configuration, threadCount: 1)
    let teacher = try LevelTeacher(levels)
    parts.teacher = teacher
    let directory = RunDirectory(root: folder.path, experimentName: "run", seed: 0)
    let training = try Training(parts, directory: directory, overwrite: false, checkpointInterval: 0)
    #expect(try training.run { _ in true }.isComplete)
    return (teacher, directory)
  }

  /// What `transitions.bin` holds of each episode: the first observation's bytes, and the number of steps.
  private func stored(_ directory: RunDirectory) throws -> [(start: Data, length: Int)] {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(directory.path)/transitions.bin"))
    let size = (24 + 4 + 2) * 4
    var episodes: [(start: Data, length: Int)] = []
    var start = 64
    for place in stride(from: 64, to: data.count, by: size) where data[place + size - 4] == 2 {
      episodes.append((Data(data[start..<start + 24 * 4]), (place - start) / size))
      start = place + size
    }
    return episodes
  }

  /// The same level is the same track and the same push; another level is another one.
  @Test func aLevelIsTheSameEpisode() throws {
    let levels = [1, 2, 1, 3].map { Proposal(Self.task, level: $0, seed: 10 + $0) }
    let (teacher, directory) = try train(levels)
    let starts = try stored(directory).map(\.start)
    try #require(starts.count > 8)
    for (index, start) in starts.enumerated() {
      for (other, otherStart) in starts.enumerated() {
        #expect((start == otherStart) == (levels[index % 4] == levels[other % 4]))
      }
      #expect(teacher.outcomes[index].level == levels[index % 4].level)
    }
  }

  /// The student sees nothing of what it does not learn from, and a run goes on with the buffer that it had.
  @Test func storesOnlyWhatIsForLearning() throws {
    let (teacher, directory) = try train([
      Proposal(Self.task, isForLearning: false), Proposal(Self.task), Proposal(Self.task, isForLearning: false),
    ])
    let lengths = teacher.outcomes.compactMap(\.length)
    let learnt = lengths.indices.filter { $0 % 3 == 1 }.map { lengths[$0] }
    #expect(try stored(directory).map(\.length) == learnt)
    // Every episode is in the table.
    let table = try folder.text("run/run_s0/episodes.tsv").split(separator: "\n").dropFirst()
    #expect(table.map { Int($0.split(separator: "\t")[5]) } == lengths)
    let checkpoint = try #require(try Checkpoint(path: directory.checkpointPath))
    let learner = try TrainingParts(try TrainingConfiguration(of: directory), threadCount: 1).learner
    #expect(checkpoint.restore(learner))
    let log = try #require(learner.log as? ReplayLog)
    #expect(log.stepCount == learnt.reduce(0, +))
    #expect(checkpoint.boundary.stepCount == lengths.reduce(0, +))
    try log.reserve()
    try log.resume(in: directory, at: try #require(checkpoint.boundary.ends.transitions))
    #expect(log.replay.count == min(log.replay.capacity, learnt.reduce(0, +)))
  }

  /// The return, the length, and the success by the mastered return.
  @Test func teachersAreToldOutcomes() throws {
    let (teacher, _) = try train([Proposal(Self.task)])
    let table = try folder.text("run/run_s0/episodes.tsv").split(separator: "\n").dropFirst()
    #expect(teacher.outcomes.count == table.count && !table.isEmpty)
    for (outcome, row) in zip(teacher.outcomes, table) {
      let cells = row.split(separator: "\t").map { Double($0) }
      #expect(outcome.episodeReturn == cells[4] && outcome.length.map(Double.init) == cells[5])
      #expect(outcome.success == ((cells[4] ?? 0) > 230 ? 1 : 0) && outcome.level == nil && outcome.score == nil)
    }
  }
}
