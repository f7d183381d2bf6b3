import Foundation
import TeachDRL
import Testing

@testable import Student

/// A run that is stopped and goes on leaves what one leaves that was never stopped.
@Suite struct ResumeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func directory(_ name: String) -> RunDirectory {
    RunDirectory(root: folder.path, experimentName: name, seed: 0)
  }

  /// Short episodes and many updates; the buffer overwrites its oldest; epochs end within episodes.
  private static func configuration(teacher: String = "ALP-GMM") -> TrainingConfiguration {
    var configuration = TrainingConfiguration.small
    configuration.teacher = teacher
    configuration.teacherOptions =
      switch teacher {
      case "Oracle": [OptionSetting("window_step_vector", "0.1,-0.2")]
      case "RIAC": [OptionSetting("max_region_size", "20")]
      case "Random": []
      default: [OptionSetting("fit_rate", "20")]
      }
    configuration.softActorCritic.stepsPerUpdate = 20
    configuration.stepsPerEpoch = 6500
    configuration.epochs = 2
    configuration.testEpisodeCount = 2
    return configuration
  }

  /// What a run leaves, but for the times, which no two runs share, and the checkpoint, which holds them.
  private func remains(_ name: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for file in [
      "config.json", "episodes.tsv", "test_episodes.tsv", "networks.safetensors", "teacher.state",
      "teacher_history.jsonl", "transitions.bin",
    ] {
      files[file] = try folder.bytes("\(name)/\(name)_s0/\(file)")
    }
    let progress = try folder.text("\(name)/\(name)_s0/progress.txt")
    files["progress.txt"] = Array(rows(progress).map { $0.dropLast().joined(separator: " ") }.joined().utf8)
    return files
  }

  private func expectEqual(_ name: String, _ other: String) throws {
    let (left, right) = (try remains(name), try remains(other))
    for (file, bytes) in left where file != "config.json" { #expect(bytes == right[file], "\(file)") }
  }

  /// A run of a version that did not write learning progress goes on without, and is read without.
  @Test func goesOnWithATableOfAnEarlierVersion() throws {
    let configuration = Self.configuration()
    _ = try Training(configuration, directory: directory("whole"), overwrite: false).run { _ in true }
    _ = try Training(configuration, directory: directory("old"), overwrite: false).run { $0.episodeCount < 20 }
    let path = directory("old").path
    let table = try folder.text("old/old_s0/episodes.tsv")
    let shortened = withoutLastColumn(table)
    try Data(shortened.utf8).write(to: URL(fileURLWithPath: path + "/episodes.tsv"))
    // The checkpoint says how long the table is.
    try directory("old").makeCheckpointEarlier { file in
      file.metadata.removeAll { $0.name == "episodes_length" }
      file.metadata.append(("episodes_length", "\(shortened.utf8.count)"))
    }
    _ = try Training(resuming: directory("old")).run { _ in true }
    #expect(try folder.text("old/old_s0/episodes.tsv") == withoutLastColumn(folder.text("whole/whole_s0/episodes.tsv")))
    let (old, whole) = (try RecordedRun(directory("old")), try RecordedRun(directory("whole")))
    #expect(old.episodes.map(\.record) == whole.episodes.map(\.record))
    #expect(old.episodes.allSatisfy { $0.learningProgress.isNaN })
    #expect(whole.episodes.allSatisfy { $0.learningProgress.isFinite })
  }

  private func withoutLastColumn(_ table: String) -> String {
    table.split(separator: "\n").map { $0.split(separator: "\t").dropLast().joined(separator: "\t") + "\n" }.joined()
  }

  /// Stops at numbers of questions whether to go on; 30 is in the first episode, others are in updates and in tests.
  @Test(arguments: ["ALP-GMM", "RIAC", "Covar-GMM", "Oracle", "Random"])
  func goesOnAsIfItHadNeverStopped(teacher: String) throws {
    let configuration = Self.configuration(teacher: teacher)
    _ = try Training(configuration, directory: directory("whole"), overwrite: false).run { _ in true }
    var generator = SplitMix64(state: 7)
    var stops = [1, 30] + (0..<12).map { _ in Int.random(in: 1...3000, using: &generator) }
    var isStarted = false
    while try !runPart(configuration, isStarted: isStarted, questions: stops.isEmpty ? .max : stops.removeFirst()) {
      isStarted = true
    }
    try expectEqual("whole", "parts")
    #expect(throws: RunIsComplete.self) { try Training(resuming: directory("parts")) }
  }

  /// Starts a run or goes on with it up to a number of questions whether to go on; whether it is complete.
  private func runPart(_ configuration: TrainingConfiguration, isStarted: Bool, questions: Int) throws -> Bool {
    let training =
      isStarted
      ? try Training(resuming: directory("parts"), threadCount: 2)
      : try Training(configuration, directory: directory("parts"), overwrite: false, checkpointInterval: 0)
    var left = questions
    return try training.run { _ in
      left -= 1
      return left > 0
    }.isComplete
  }

  /// The student acts from the start, tests are far between, on tasks of their own, and the teacher has a narrower range.
  @Test func goesOnWithWhatIsNotPublished() throws {
    var configuration = Self.configuration()
    configuration.softActorCritic.startSteps = 1500
    configuration.stepsPerEpoch = 1300
    configuration.epochs = 7
    configuration.testInterval = 3
    configuration.taskBounds = [TaskBounds("obstacle_spacing", low: 3, high: 4)]
    configuration.testSet = [[0, 1], [2, 7], [0.5, 0.5]]
    configuration.testEpisodeCount = 3
    configuration.environmentOptions.append(OptionSetting("track_noise", "0"))
    configuration.teacherOptions.append(OptionSetting("random_task_ratio", "0.5"))
    configuration.softActorCritic.polyak = 0.9
    _ = try Training(configuration, directory: directory("whole"), overwrite: false).run { _ in true }
    var (generator, isStarted) = (SplitMix64(state: 3), false)
    for _ in 0..<12 {
      let questions = Int.random(in: 100...1500, using: &generator)
      if try runPart(configuration, isStarted: isStarted, questions: questions) { break }
      isStarted = true
    }
    _ = try Training(resuming: directory("parts")).run { _ in true }
    try expectEqual("whole", "parts")
    let tests = rows(try folder.text("whole/whole_s0/test_episodes.tsv"))
    #expect(tests.map { $0[0] } == ["3", "3", "3", "6", "6", "6"])
    #expect(tests.prefix(3).map { [$0[2], $0[3]] } == [["0.0", "1.0"], ["2.0", "7.0"], ["0.5", "0.5"]])
    #expect(
      rows(try folder.text("whole/whole_s0/progress.txt")).map { $0[5] == "nan" }
        == [1, 2, 3, 4, 5, 6, 7].map { $0 % 3 != 0 })
    for episode in rows(try folder.text("whole/whole_s0/episodes.tsv")) {
      #expect((3...4).contains(try #require(Double(episode[3]))))
    }
  }

  @Test(arguments: [TrainingProgress.Activity.updating, .testing(played: 0), .testing(played: 1)])
  func goesOnFromWithin(activity: TrainingProgress.Activity) throws {
    let configuration = Self.configuration()
    _ = try Training(configuration, directory: directory("whole"), overwrite: false).run { _ in true }
    var count = 0
    let outcome = try Training(configuration, directory: directory("parts"), overwrite: false).run { progress in
      count += progress.activity == activity ? 1 : 0
      return count < 5
    }
    #expect(!outcome.isComplete)
    #expect(try Training(resuming: directory("parts")).run { _ in true }.isComplete)
    try expectEqual("whole", "parts")
  }

  /// Four epochs, or one that is made longer twice, the second time in spite of a kill before its first checkpoint.
  @Test func goesOnToMoreEpochs() throws {
    var configuration = Self.configuration()
    configuration.stepsPerEpoch = 2500
    configuration.epochs = 4
    _ = try Training(configuration, directory: directory("whole"), overwrite: false).run { _ in true }
    configuration.epochs = 1
    _ = try Training(configuration, directory: directory("parts"), overwrite: false).run { _ in true }
    #expect(try Training(resuming: directory("parts"), epochs: 2).run { _ in true }.isComplete)
    #expect(throws: RunIsComplete.self) { try Training(resuming: directory("parts"), epochs: 2) }
    let error = #expect(throws: ConfigurationError.self) { try Training(resuming: directory("parts"), epochs: 1) }
    #expect(error?.description == "epochs is 1; the run has 2, and can be made longer only")
    _ = try Training(resuming: directory("parts"), epochs: 4)
    #expect(try Training(resuming: directory("parts")).run { _ in true }.isComplete)
    try expectEqual("whole", "parts")
    #expect(
      try folder.text("parts/parts_s0/config.json")
        == folder.text("whole/whole_s0/config.json").replacing("\"whole\"", with: "\"parts\""))
  }

  /// As if the power had failed: a checkpoint, and behind it in the growing files whatever reached the disk.
  @Test func dropsWhatIsBehindTheCheckpoint() throws {
    let configuration = Self.configuration()
    _ = try Training(configuration, directory: directory("whole"), overwrite: false).run { _ in true }
    _ = try Training(configuration, directory: directory("parts"), overwrite: false).run { $0.stepCount < 3000 }
    for name in ["episodes.tsv", "test_episodes.tsv", "progress.txt", "teacher_history.jsonl", "transitions.bin"] {
      let file = try #require(FileHandle(forWritingAtPath: "\(directory("parts").path)/\(name)"))
      try file.seekToEnd()
      try file.write(contentsOf: Data("12\t34\t0.1".utf8))
      try file.close()
    }
    #expect(try Training(resuming: directory("parts")).run { _ in true }.isComplete)
    try expectEqual("whole", "parts")
  }

  /// As if the process had been killed before it saved its first checkpoint: heads are there, maybe not all of them.
  @Test(arguments: [nil, "episodes.tsv", "transitions.bin"])
  func startsAnewBeforeTheFirstStep(missing: String?) throws {
    let configuration = Self.configuration()
    _ = try Training(configuration, directory: directory("whole"), overwrite: false).run { $0.stepCount < 1000 }
    _ = try Training(configuration, directory: directory("parts"), overwrite: false)
    if let missing { try FileManager.default.removeItem(atPath: "\(directory("parts").path)/\(missing)") }
    do {
      let training = try Training(resuming: directory("parts"))
      #expect(training.startsAnew)
      _ = try training.run { $0.stepCount < 1000 }
    }
    try expectEqual("whole", "parts")
    #expect(try !Training(resuming: directory("parts")).startsAnew)
  }

  /// A checkpoint that was lost: whatever else is left of the run stays.
  @Test(arguments: ["networks.safetensors", "teacher.state", "episodes.tsv", "transitions.bin"])
  func keepsARunWithoutACheckpoint(only name: String) throws {
    _ = try Training(Self.configuration(), directory: directory("run"), overwrite: false).run { $0.stepCount < 2000 }
    let files = try FileManager.default.contentsOfDirectory(atPath: directory("run").path)
    for file in files where file != "config.json" && file != name {
      try FileManager.default.removeItem(atPath: "\(directory("run").path)/\(file)")
    }
    let before = try folder.bytes("run/run_s0/\(name)")
    let error = #expect(throws: RunFileError.self) { try Training(resuming: directory("run")) }
    #expect(error?.description.contains("\(directory("run").path) has no checkpoint to go on from") == true)
    #expect(try folder.bytes("run/run_s0/\(name)") == before)
    let left = try FileManager.default.contentsOfDirectory(atPath: directory("run").path)
    #expect(left.sorted() == ["config.json", name])
  }

  /// A file that cannot be read, here a link to itself, is not a file that is not there: the run must not start anew.
  @Test(arguments: ["checkpoint.safetensors", "networks.safetensors", "transitions.bin"])
  func keepsARunThatCannotBeRead(file name: String) throws {
    _ = try Training(Self.configuration(), directory: directory("run"), overwrite: false)
    let run = directory("run").path
    try? FileManager.default.removeItem(atPath: "\(run)/\(name)")
    try FileManager.default.createSymbolicLink(atPath: "\(run)/\(name)", withDestinationPath: name)
    let before = try folder.bytes("run/run_s0/episodes.tsv")
    let error = #expect(throws: FileError.self) { try Training(resuming: directory("run")) }
    #expect(error?.path == "\(run)/\(name)" && error?.code == ELOOP)
    #expect(try folder.bytes("run/run_s0/episodes.tsv") == before)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(run)/\(name)") == name)
  }

  /// One growing file is too short or missing: none is made or cut.
  @Test(arguments: ["progress.txt", "episodes.tsv", "test_episodes.tsv", "transitions.bin"])
  func touchesNothingWhereATableIsTooShort(name: String) throws {
    _ = try Training(Self.configuration(), directory: directory("run"), overwrite: false).run { $0.stepCount < 2000 }
    let names = ["progress.txt", "episodes.tsv", "test_episodes.tsv", "teacher_history.jsonl", "transitions.bin"]
    for file in names {
      let handle = try #require(FileHandle(forWritingAtPath: "\(directory("run").path)/\(file)"))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("behind the checkpoint".utf8))
      try handle.close()
    }
    let path = "\(directory("run").path)/\(name)"
    try Data("Epoch".utf8).write(to: URL(fileURLWithPath: path))
    let before = try names.map { try folder.bytes("run/run_s0/\($0)") }
    let short = #expect(throws: RunFileError.self) { try Training(resuming: directory("run")) }
    #expect(short?.path == path)
    #expect(short?.description.contains("is shorter than when the run was saved, 5 bytes instead of") == true)
    #expect(try names.map { try folder.bytes("run/run_s0/\($0)") } == before)
    try FileManager.default.removeItem(atPath: path)
    let missing = #expect(throws: RunFileError.self) { try Training(resuming: directory("run")) }
    #expect(missing?.description.hasPrefix("'\(path)' is not there; put a copy of it back") == true)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func removesWhatAKilledProcessLeft() throws {
    let directory = directory("run")
    _ = try Training(Self.configuration(), directory: directory, overwrite: false).run { $0.stepCount < 100 }
    let before = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    try directory.replace("checkpoint.safetensors.123.temporary", with: "half")
    try directory.replace(".teachdrl-123-4.temporary", with: "half")
    try directory.replace("notes.txt.123.temporary", with: "mine")
    _ = try Training(resuming: directory)
    let after = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    #expect(after == (before + ["notes.txt.123.temporary"]).sorted())
  }

  @Test func knowsWhatItKnew() throws {
    var before: TrainingProgress?
    _ = try Training(Self.configuration(), directory: directory("run"), overwrite: false).run { progress in
      before = progress
      return progress.stepCount < 11_500
    }
    var after: TrainingProgress?
    _ = try Training(resuming: directory("run")).run { progress in
      after = progress
      return false
    }
    #expect(after?.episodeCount == before?.episodeCount)
    #expect(after?.epochCount == 1)
    #expect(after?.recentReturn == before?.recentReturn)
    #expect(after?.randomReturn == before?.randomReturn)
    #expect(after?.lastTest == before?.lastTest)
  }

  @Test func keepsAFolderForOneProcess() throws {
    let training = try Training(Self.configuration(), directory: directory("run"), overwrite: false)
    #expect(throws: RunIsGoingOn(path: directory("run").path)) { try Training(resuming: directory("run")) }
    #expect(throws: RunIsGoingOn.self) {
      try Training(Self.configuration(), directory: directory("run"), overwrite: true)
    }
    #expect(try training.run { $0.stepCount < 100 }.isComplete == false)
  }

  @Test func refusesWhatIsNoRun() throws {
    let error = #expect(throws: RunFileError.self) { try Training(resuming: RunDirectory(path: folder.path)) }
    #expect(error?.description.contains("holds no run") == true)
  }

  /// Any file that is cut short or changed: an error that names it, and nothing is written.
  @Test(arguments: ["config.json", "checkpoint.safetensors", "transitions.bin", "episodes.tsv"])
  func refusesDamagedFiles(name: String) throws {
    _ = try Training(Self.configuration(), directory: directory("run"), overwrite: false).run { $0.stepCount < 2000 }
    let path = "\(directory("run").path)/\(name)"
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for length in [0, 1, 7, 9, whole.count / 2, whole.count - 2] {
      try whole.prefix(length).write(to: URL(fileURLWithPath: path))
      #expect(throws: (any Error).self, "\(length) bytes") { try Training(resuming: directory("run")) }
    }
    try whole.write(to: URL(fileURLWithPath: path))
    _ = try Training(resuming: directory("run"))
  }

  @Test func readsItsOwnConfiguration() throws {
    var configuration = Self.configuration()
    configuration.experimentName = "a \"b\" \\ \u{1} é"
    configuration.seed = .max
    configuration.softActorCritic.learningRate = 0.1 + 0.2
    configuration.softActorCritic.hiddenSizes = [5, 6, 7]
    let directory = directory("run")
    _ = try Training(configuration, directory: directory, overwrite: false)
    var read = try TrainingConfiguration(of: directory)
    // All options are written, with their defaults.
    #expect(Set(read.environmentOptions.map(\.name)).isSuperset(of: configuration.environmentOptions.map(\.name)))
    for option in configuration.environmentOptions + configuration.teacherOptions {
      #expect((read.environmentOptions + read.teacherOptions).contains(option))
    }
    read.environmentOptions = configuration.environmentOptions
    read.teacherOptions = configuration.teacherOptions
    #expect(read == configuration)
    #expect(try directory.libraryVersion() == LibraryVersion.loaded)
  }
}
