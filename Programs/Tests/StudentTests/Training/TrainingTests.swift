import TeachDRL
import Testing

@testable import Student

@Suite struct TrainingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func train(
    _ name: String, _ configuration: TrainingConfiguration = .small,
    while shouldContinue: (TrainingProgress) -> Bool = { _ in true }
  ) throws -> TrainingOutcome {
    let directory = RunDirectory(root: folder.path, experimentName: name, seed: 0)
    return try Training(configuration, directory: directory, overwrite: false).run(while: shouldContinue)
  }

  private func file(_ run: String, _ name: String) throws -> String { try folder.text("\(run)/\(run)_s0/\(name)") }

  @Test func leavesTablesThatAgree() throws {
    let outcome = try train("run")
    #expect(outcome.isComplete)
    #expect(outcome.progress.stepCount == 12_000)
    let episodes = rows(try file("run", "episodes.tsv"))
    #expect(episodes.count == outcome.progress.episodeCount)
    // No step is lost or cut at an epoch's end: every episode ends where its length says.
    var steps = 0
    for episode in episodes {
      let length = try #require(Int(episode[5]))
      steps += length
      #expect(Int(episode[1]) == steps)
      #expect((1...300).contains(length))
      #expect((0...0.5).contains(try #require(Double(episode[2]))))
      #expect((0...6).contains(try #require(Double(episode[3]))))
    }
    #expect(12_000 - steps < 300)
    // Each epoch is about the episodes that ended in it.
    let epochs = rows(try file("run", "progress.txt"))
    #expect(epochs.map { $0[11] } == ["4000", "8000", "12000"])
    for (index, epoch) in epochs.enumerated() {
      let returns = episodes.filter { row in
        Int(row[1]).map { $0 > 4000 * index && $0 <= 4000 * (index + 1) } ?? false
      }.compactMap { Double($0[4]) }
      let mean = returns.reduce(0, +) / Double(returns.count)
      #expect(abs(try #require(Double(epoch[1])) - mean) < 1e-9)
      #expect(Double(epoch[3]) == returns.max())
      #expect(Double(epoch[4]) == returns.min())
    }
    #expect(rows(try file("run", "test_episodes.tsv")).map { $0[0] } == ["1", "1", "1", "2", "2", "2", "3", "3", "3"])
  }

  /// The test set's heights reach to 3 whatever the training range, here 0.5.
  @Test func testsOnTheFixedTestSet() throws {
    _ = try train("run")
    let tests = rows(try file("run", "test_episodes.tsv"))
    let environment = try Environment("stump-tracks", options: TrainingConfiguration.small.environmentOptions, seed: 0)
    let tasks = try environment.testSet().prefix(3).map { $0.map { "\($0)" } }
    #expect(tests.prefix(3).map { [$0[2], $0[3]] } == tasks)
  }

  @Test func repeatsBitForBit() throws {
    _ = try train("first")
    _ = try train("second")
    for name in ["episodes.tsv", "test_episodes.tsv"] {
      #expect(try file("first", name) == file("second", name))
    }
    #expect(try networks("first") == networks("second"))
    let untimed = { (table: String) in rows(table).map { $0.dropLast() } }
    #expect(try untimed(file("first", "progress.txt")) == untimed(file("second", "progress.txt")))
    var configuration = TrainingConfiguration.small
    configuration.seed = 1
    _ = try train("third", configuration)
    #expect(try file("first", "episodes.tsv") != file("third", "episodes.tsv"))
    #expect(try networks("first") != networks("third"))
  }

  private func networks(_ run: String) throws -> [UInt8] {
    try folder.bytes("\(run)/\(run)_s0/networks.safetensors")
  }

  @Test(arguments: ["Random", "ALP-GMM"])
  func runsWithEveryTeacher(teacher: String) throws {
    var configuration = TrainingConfiguration.small
    configuration.teacher = teacher
    configuration.teacherOptions = []
    configuration.epochs = 1
    let outcome = try train("run", configuration)
    #expect(outcome.isComplete)
    #expect(try file("run", "config.json").contains("\"name\": \"\(teacher)\""))
  }

  /// How far an episode's reward is from that of the nearest earlier task, the newest of several; 0 until six are known.
  @Test func recordsTheLearningProgressOfEachEpisode() throws {
    _ = try train("run")
    let episodes = rows(try file("run", "episodes.tsv")).map { $0.compactMap { Double($0) } }
    #expect(episodes.count > 20)
    func reward(_ index: Int) -> Double { min(max((episodes[index][4] + 150) / 500, 0), 1) }
    for index in episodes.indices {
      func distance(_ other: Int) -> Double {
        let (x, y) = (episodes[other][2] - episodes[index][2], episodes[other][3] - episodes[index][3])
        return x * x + y * y
      }
      let nearest = (0..<index).reversed().min { distance($0) < distance($1) }
      let progress = nearest.map { abs(reward(index) - reward($0)) } ?? 0
      #expect(abs(episodes[index][6] - (index > 5 ? progress : 0)) < 1e-12)
    }
    var configuration = TrainingConfiguration.small
    configuration.teacher = "Random"
    configuration.teacherOptions = []
    _ = try train("none", configuration)
    #expect(rows(try file("none", "episodes.tsv")).allSatisfy { $0.count == 7 && $0[6] == "nan" })
  }

  /// With successes as rewards, a teacher's learning progress is that of successes: it is made by them or not at all.
  @Test func learnsFromSuccesses() throws {
    var configuration = TrainingConfiguration.small
    configuration.teacherOptions = [OptionSetting("signal", "success"), OptionSetting("success_return", "-50")]
    _ = try train("run", configuration)
    let episodes = rows(try file("run", "episodes.tsv"))
    #expect(Set(episodes.map { $0[6] }) == ["0.0", "1.0"])
    #expect(Set(episodes.map { (Double($0[4]) ?? 0) > -50 }) == [false, true])
  }

  @Test func stopsWithinAnEpisodeAndKeepsWholeEpisodes() throws {
    let outcome = try train("run") { $0.stepCount < 1234 }
    #expect(!outcome.isComplete)
    #expect(outcome.progress.stepCount == 1234)
    let episodes = rows(try file("run", "episodes.tsv"))
    #expect(episodes.count == outcome.progress.episodeCount)
    #expect(episodes.allSatisfy { $0.count == 7 })
    #expect(rows(try file("run", "progress.txt")).isEmpty)
    #expect(try !networks("run").isEmpty)
  }

  @Test func stopsBetweenUpdates() throws {
    var configuration = TrainingConfiguration.small
    configuration.softActorCritic.stepsPerUpdate = 1
    var updates = 0
    let outcome = try train("run", configuration) { progress in
      if progress.activity == .updating { updates += 1 }
      return updates < 5
    }
    #expect(!outcome.isComplete)
    #expect(updates == 5)
    #expect(outcome.progress.episodeCount == 0)
  }

  @Test func stopsWithinATestAndInventsNoEpoch() throws {
    let outcome = try train("run") { $0.activity != .testing(played: 1) }
    #expect(!outcome.isComplete)
    #expect(outcome.progress.stepCount == 4000)
    #expect(outcome.progress.epochCount == 0)
    #expect(rows(try file("run", "progress.txt")).isEmpty)
    #expect(rows(try file("run", "test_episodes.tsv")).isEmpty)
    #expect(try !networks("run").isEmpty)
  }

  @Test func refusesAFolderInUse() throws {
    _ = try train("run") { _ in false }
    #expect(throws: RunDirectoryInUse(path: "\(folder.path)/run/run_s0")) { try train("run") }
  }

  @Test func passesTheLibrarysMessagesOn() throws {
    var configuration = TrainingConfiguration.small
    configuration.teacher = "ALP-GMN"
    let error = #expect(throws: LibraryError.self) { try train("run", configuration) }
    #expect(error?.message.contains("'ALP-GMN'") == true)
    #expect(error?.message.contains("ALP-GMM") == true)
  }
}
