import Foundation
import TeachDRL
import Testing

@testable import Student

/// Files of a run that were edited, extended, cut short or removed: each is put right from the checkpoint, or named in an
/// error that changes nothing.
@Suite struct RunIntegrityTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func directory(_ name: String) -> RunDirectory {
    RunDirectory(root: folder.path, experimentName: name, seed: 0)
  }

  /// Short episodes; epochs end within episodes; the buffer forgets the oldest.
  private static func configuration(epochs: Int = 1) -> TrainingConfiguration {
    var configuration = TrainingConfiguration.small
    configuration.teacherOptions = [OptionSetting("fit_rate", "20")]
    configuration.stepsPerEpoch = 2500
    configuration.epochs = epochs
    configuration.testEpisodeCount = 2
    configuration.softActorCritic.replayCapacity = 1700
    return configuration
  }

  private func makeRun(_ name: String, epochs: Int = 1, steps: Int = .max) throws {
    _ = try Training(Self.configuration(epochs: epochs), directory: directory(name), overwrite: false)
      .run { $0.stepCount < steps }
  }

  private func url(_ name: String, _ file: String) -> URL {
    URL(fileURLWithPath: "\(directory(name).path)/\(file)")
  }

  private func data(_ name: String, _ file: String) throws -> Data { try Data(contentsOf: url(name, file)) }

  private func append(_ text: String, to file: String, of name: String) throws {
    try (try data(name, file) + Data(text.utf8)).write(to: url(name, file))
  }

  private static let growing = [
    "progress.txt", "episodes.tsv", "test_episodes.tsv", "teacher_history.jsonl", "transitions.bin",
  ]
  private static let files =
    growing + ["config.json", "networks.safetensors", "teacher.state", "checkpoint.safetensors"]

  private func contents(_ name: String) throws -> [String: Data] {
    try Dictionary(uniqueKeysWithValues: Self.files.map { ($0, try data(name, $0)) })
  }

  /// What two runs leave that were made in different times.
  private func expectEqual(_ name: String, _ other: String) throws {
    for file in Self.growing.dropFirst() + ["networks.safetensors", "teacher.state"] {
      #expect(try data(name, file) == data(other, file), "\(file)")
    }
    let tables = try [name, other].map { try rows(folder.text("\($0)/\($0)_s0/progress.txt")).map { $0.dropLast() } }
    #expect(tables[0] == tables[1])
  }

  /// Refuses to go on, names the file, and changes nothing.
  private func expectRefusal(_ name: String, of file: String, saying words: String) throws {
    let before = Self.files.map { try? data(name, $0) }
    let error = #expect(throws: RunFileError.self) { try Training(resuming: directory(name)) }
    #expect(error?.path == url(name, file).path)
    #expect(error?.problem.contains(words) == true, "\(error?.problem ?? "")")
    #expect(Self.files.map { try? data(name, $0) } == before)
  }

  // MARK: The configuration

  /// Every number and every word of the configuration, changed by hand.
  @Test func knowsTheConfigurationOfItsCheckpoint() throws {
    try makeRun("run", steps: 1000)
    let lines = try folder.text("run/run_s0/config.json").split(separator: "\n", omittingEmptySubsequences: false)
    var edits = 0
    for (index, line) in lines.enumerated() where line.contains(": ") && !line.hasSuffix("{") && !line.hasSuffix("[") {
      guard let digit = line.lastIndex(where: { $0.isNumber || $0.isLetter }) else { continue }
      var edited = lines.map { String($0) }
      let replacement = line[digit] == "7" ? "8" : line[digit].isNumber ? "7" : "x"
      edited[index] = line[..<digit] + replacement + line[line.index(after: digit)...]
      let text = edited.joined(separator: "\n")
      // A longer run is asked for, and names of options that there are not are no configuration.
      guard !line.contains("\"epochs\""), JSONValue(text.utf8) != nil else { continue }
      try Data(text.utf8).write(to: url("run", "config.json"))
      let name = try #require(line.split(separator: "\"").dropFirst().first)
      let error = #expect(throws: RunFileError.self, "\(line)") { try TrainingConfiguration(of: directory("run")) }
      #expect(error?.path == url("run", "config.json").path)
      #expect(error?.problem.contains("\(name) is ") == true || error?.problem.contains("task_space is ") == true)
      try expectRefusal("run", of: "config.json", saying: "remove config.json")
      edits += 1
    }
    #expect(edits > 20)
    try Data(lines.joined(separator: "\n").replacing("\"seed\": 0", with: "\"seed\": 7").utf8)
      .write(to: url("run", "config.json"))
    try expectRefusal("run", of: "config.json", saying: ": seed is 7 instead of 0. ")
    // What the message advises.
    try FileManager.default.removeItem(at: url("run", "config.json"))
    #expect(try Training(resuming: directory("run")).restoredFiles == ["config.json"])
    #expect(try folder.text("run/run_s0/config.json") == lines.joined(separator: "\n"))
  }

  @Test(arguments: [("\"epochs\": 2", false), ("\"epochs\": 3", true), ("\"epochs\": 4", true)])
  func letsEpochsGrowOnly(epochs: String, isRight: Bool) throws {
    try makeRun("run", epochs: 3, steps: 1000)
    let text = try folder.text("run/run_s0/config.json")
    try Data(text.replacing("\"epochs\": 3", with: epochs).utf8).write(to: url("run", "config.json"))
    if isRight {
      _ = try Training(resuming: directory("run"))
    } else {
      try expectRefusal("run", of: "config.json", saying: "epochs is 2 instead of 3")
    }
  }

  /// Another order, other spaces and another way to write a number change nothing. Nor do members that the checkpoint of
  /// an earlier version does not know.
  @Test func takesTheSameConfigurationInOtherWords() throws {
    try makeRun("run", steps: 1000)
    let members = try JSONSerialization.jsonObject(with: try data("run", "config.json"))
    try JSONSerialization.data(withJSONObject: members, options: [.sortedKeys]).write(to: url("run", "config.json"))
    _ = try Training(resuming: directory("run"))
    #expect(try differences("{\"a\": [0.5, 18446744073709551615]}", "{\"a\": [5e-1, 18446744073709551615]}") == [])
    #expect(try differences("{\"a\": 18446744073709551615}", "{\"a\": 18446744073709551614}") == ["a"])
    #expect(try differences("{\"a\": 1, \"b\": 2}", "{\"a\": 1}") == [])
    #expect(try differences("{\"a\": [{\"b\": 1, \"c\": 2}]}", "{\"a\": [{\"b\": 1}]}") == [])
    #expect(try differences("{\"a\": [{\"b\": 1}]}", "{\"a\": [{\"b\": 1, \"c\": 2}]}") == ["a"])
    #expect(try differences("{\"a\": {\"b\": 1}}", "{\"a\": {\"b\": 2, \"c\": []}}") == ["a.b", "a.c"])
  }

  private func differences(_ text: String, _ other: String) throws -> [String] {
    try #require(JSONValue(text.utf8)).differences(from: try #require(JSONValue(other.utf8))).map(\.name)
  }

  @Test func saysHowToRestoreADamagedConfiguration() throws {
    try makeRun("run", steps: 1000)
    try Data("{\"seed\": ".utf8).write(to: url("run", "config.json"))
    try expectRefusal("run", of: "config.json", saying: "remove it, and 'teachdrl train --resume' writes it anew")
  }

  /// A checkpoint that is another run's is one that config.json does not describe.
  @Test func refusesAnotherRunsCheckpoint() throws {
    try makeRun("run", steps: 1000)
    var other = Self.configuration()
    other.seed = 5
    _ = try Training(other, directory: directory("other"), overwrite: false).run { $0.stepCount < 700 }
    try FileManager.default.removeItem(at: url("run", "checkpoint.safetensors"))
    try FileManager.default.copyItem(
      at: url("other", "checkpoint.safetensors"), to: url("run", "checkpoint.safetensors"))
    try expectRefusal(
      "run", of: "config.json", saying: "of the checkpoint.safetensors beside it: seed is 0 instead of 5")
  }

  // MARK: Growing files

  /// A byte that was changed before the checkpoint: the run would go on with another history than its own.
  @Test(arguments: growing)
  func refusesAnEditedTable(file: String) throws {
    try makeRun("run", epochs: 2, steps: 3200)
    let whole = try data("run", file)
    // Of the transitions, what the buffer has forgotten does not matter any more.
    for place in [0.6, 0.8, 0.95].map({ Int(Double(whole.count) * $0) }) {
      var edited = whole
      edited[place] ^= 1
      try edited.write(to: url("run", file))
      try expectRefusal("run", of: file, saying: file == "transitions.bin" ? "is damaged" : "was changed")
    }
    try whole.write(to: url("run", file))
    _ = try Training(resuming: directory("run"))
  }

  @Test(arguments: growing)
  func cutsACompleteRunBackToItsEnd(file: String) throws {
    try makeRun("run")
    let before = try contents("run")
    try append("12\t34\t0.1\n", to: file, of: "run")
    let complete = RunIsComplete(path: directory("run").path, restored: [file])
    #expect(throws: complete) { try Training(resuming: directory("run")) }
    #expect(try contents("run") == before)
    #expect(throws: RunIsComplete(path: directory("run").path)) { try Training(resuming: directory("run")) }
  }

  /// What follows the last boundary between two episodes can be played again.
  @Test(arguments: ["progress.txt", "test_episodes.tsv"])
  func playsTheEndOfACompleteRunAgain(file: String) throws {
    try makeRun("whole")
    try makeRun("run")
    for change in 0..<2 {
      var bytes = try data("run", file)
      if change == 0 { bytes.removeLast(5) } else { bytes[bytes.count - 3] ^= 1 }
      try bytes.write(to: url("run", file))
      let training = try Training(resuming: directory("run"))
      #expect(training.restoredFiles == [file])
      #expect(try training.run { _ in true }.isComplete)
      try expectEqual("whole", "run")
    }
  }

  /// A line too many does not keep a complete run from getting longer.
  @Test(arguments: growing)
  func lengthensACompleteRunWithATableThatWasExtended(file: String) throws {
    try makeRun("whole", epochs: 2)
    try makeRun("run")
    try append(file == "progress.txt" ? try folder.text("run/run_s0/progress.txt") : "0\t0\n", to: file, of: "run")
    #expect(try Training(resuming: directory("run"), epochs: 2).run { _ in true }.isComplete)
    try expectEqual("whole", "run")
  }

  // MARK: Other files

  @Test(arguments: ["networks.safetensors", "teacher.state"])
  func restoresTheResultsOfACompleteRun(file: String) throws {
    try makeRun("run")
    let before = try contents("run")
    let complete = RunIsComplete(path: directory("run").path, restored: [file])
    var edited = try data("run", file)
    edited[edited.count / 2] ^= 1
    for bytes in [edited, edited.prefix(20), Data()] {
      try bytes.write(to: url("run", file))
      #expect(throws: complete) { try Training(resuming: directory("run")) }
      #expect(try contents("run") == before)
    }
    try FileManager.default.removeItem(at: url("run", file))
    #expect(throws: complete) { try Training(resuming: directory("run")) }
    #expect(try contents("run") == before)
  }

  /// A changed byte of the checkpoint anywhere: its words, a weight, the teacher.
  @Test func refusesAnEditedCheckpoint() throws {
    try makeRun("run", steps: 1000)
    let whole = try data("run", "checkpoint.safetensors")
    var generator = SplitMix64(state: 3)
    for _ in 0..<40 {
      var edited = whole
      edited[Int.random(in: whole.indices, using: &generator)] ^= 1
      try edited.write(to: url("run", "checkpoint.safetensors"))
      #expect(throws: RunFileError.self) { try Training(resuming: directory("run")) }
    }
    var edited = whole
    edited[whole.count - 1000] ^= 1
    try edited.write(to: url("run", "checkpoint.safetensors"))
    try expectRefusal("run", of: "checkpoint.safetensors", saying: "its checksum is wrong")
  }

  /// A checkpoint of a version that knew neither its configuration nor checksums.
  @Test(arguments: [1, 2])
  func goesOnFromAnOlderVersion(epochs: Int) throws {
    try makeRun("whole", epochs: 2)
    try makeRun("run", epochs: epochs, steps: epochs == 1 ? .max : 3200)
    try directory("run").makeCheckpointEarlier()
    if epochs == 1 { #expect(throws: RunIsComplete.self) { try Training(resuming: directory("run")) } }
    #expect(try Training(resuming: directory("run"), epochs: 2).run { _ in true }.isComplete)
    try expectEqual("whole", "run")
  }

  /// A folder that was copied by links would change its original.
  @Test(arguments: growing)
  func changesNoOtherRunThroughLinks(file: String) throws {
    try makeRun("run", steps: 1000)
    try FileManager.default.createDirectory(atPath: directory("copy").path, withIntermediateDirectories: true)
    for name in Self.files { try FileManager.default.copyItem(at: url("run", name), to: url("copy", name)) }
    let before = try contents("run")
    try FileManager.default.removeItem(at: url("copy", file))
    try FileManager.default.linkItem(at: url("run", file), to: url("copy", file))
    try expectRefusal("copy", of: file, saying: "is the same file as another one")
    try FileManager.default.removeItem(at: url("copy", file))
    try FileManager.default.createSymbolicLink(at: url("copy", file), withDestinationURL: url("run", file))
    try expectRefusal("copy", of: file, saying: "is the same file as another one")
    #expect(try contents("run") == before)
    // A link to a larger disk is nobody else's.
    try FileManager.default.removeItem(at: url("copy", file))
    try FileManager.default.copyItem(atPath: url("run", file).path, toPath: "\(folder.path)/elsewhere")
    try FileManager.default.createSymbolicLink(
      atPath: url("copy", file).path, withDestinationPath: "\(folder.path)/elsewhere")
    _ = try Training(resuming: directory("copy"))
  }
}

extension RunDirectory {
  /// Writes the checkpoint as versions did that knew neither its configuration nor checksums.
  ///
  /// - Parameter change: What else to change.
  func makeCheckpointEarlier(_ change: (inout SafeTensors) -> Void = { _ in }) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: checkpointPath))
    var file = try #require(SafeTensors([UInt8](bytes)))
    file.metadata.removeAll {
      $0.name.hasSuffix("checksum") || $0.name == "configuration" || $0.name.hasPrefix("complete_")
    }
    change(&file)
    try Data(file.encoded()).write(to: URL(fileURLWithPath: checkpointPath))
  }
}
