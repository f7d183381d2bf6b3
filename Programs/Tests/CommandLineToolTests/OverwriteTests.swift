import Foundation
import Testing

@testable import CommandLineTool

/// No command writes over what it reads, or over what a run keeps.
@Suite(.serialized) struct OverwriteTests {
  let folder: TemporaryFolder
  let run: String
  let other: String

  init() throws {
    folder = try TemporaryFolder()
    run = try SmallRun.make("run", in: folder)
    other = try SmallRun.make("other", in: folder)
    for (link, file) in [("link", "checkpoint.safetensors"), ("table", "progress.txt")] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder.path)/\(link)", withDestinationPath: "\(run)/\(file)")
    }
    try FileManager.default.linkItem(
      atPath: "\(folder.path)/\(run)/networks.safetensors", toPath: "\(folder.path)/hard")
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/folder", withDestinationPath: run)
  }

  /// Runs a script, in which RUN and OTHER stand for the two runs, and expects it to refuse and to change nothing.
  private func expectRefusal(_ script: String, _ reason: String) throws {
    let before = try [run, other].map { try folder.contents(of: $0) }
    let script = script.replacing("RUN", with: run).replacing("OTHER", with: other)
    let result = try #require(try ToolProcess(script: "\"$TOOL\" \(script)", in: folder.path).finish(within: 60))
    #expect(result.status == 1, "\(script)")
    let reason = reason.replacing("RUN", with: run).replacing("OTHER", with: other)
    #expect(result.errors.contains(reason), "\(script): \(result.errors)")
    #expect(result.output == "")
    #expect(try [run, other].map { try folder.contents(of: $0) } == before, "\(script)")
  }

  private static let files = [
    "config.json", "progress.txt", "episodes.tsv", "test_episodes.tsv", "networks.safetensors", "teacher.state",
    "teacher_history.jsonl", "checkpoint.safetensors", "transitions.bin",
  ]

  @Test func exportsOverNoRun() throws {
    for file in Self.files {
      try expectRefusal("export RUN RUN/\(file)", "'RUN/\(file)' is a file of the training run")
    }
    // Another run's, and whatever spelling.
    for path in [
      "OTHER/networks.safetensors", "./RUN/../run_s0/teacher.state", "folder/config.json", "link",
      "RUN/Checkpoint.SAFETENSORS", "RUN/checkpoint.safetensors.12.temporary", "\"$PWD/RUN/config.json\"",
    ] {
      try expectRefusal("export RUN \(path)", "is a file of the training run in '")
    }
    try expectRefusal("export RUN hard", "'hard' is 'RUN', which this command reads")
    // A file that the run does not have, but will.
    try FileManager.default.removeItem(atPath: "\(folder.path)/\(other)/networks.safetensors")
    try expectRefusal("export RUN OTHER/networks.safetensors", "is a file of the training run in 'OTHER'")
  }

  @Test func playsOverNoInput() throws {
    #expect(try ToolProcess.run(["export", run, "walker.safetensors"], in: folder.path)?.status == 0)
    let policy = try folder.data("walker.safetensors")
    for path in ["walker.safetensors", "./walker.safetensors"] {
      try expectRefusal(
        "play --policy walker.safetensors --gif \(path)", "is 'walker.safetensors', which this command reads")
    }
    #expect(try folder.data("walker.safetensors") == policy)
    try expectRefusal("play --gif RUN/episodes.tsv", "is a file of the training run")
    try expectRefusal("play --policy RUN --gif hard", "'hard' is 'RUN', which this command reads")
    try expectRefusal("play --png RUN/transitions.bin", "is a file of the training run")
  }

  @Test func drawsOverNoInput() throws {
    let recordings = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../docs/pictures/box2d-2.3").standardized.path
    let recording = "\(folder.path)/box2d_generations.svg"
    try FileManager.default.copyItem(atPath: "\(recordings)/flat_default_zero.json", toPath: recording)
    let before = try folder.data("box2d_generations.svg")
    try expectRefusal("plot --physics box2d_generations.svg --out .", "which this command reads")
    #expect(try folder.data("box2d_generations.svg") == before)
    try expectRefusal("plot RUN --out RUN/config.json", "is a file of the training run")
    try FileManager.default.linkItem(
      atPath: "\(folder.path)/\(run)/episodes.tsv", toPath: "\(folder.path)/returns.svg")
    try expectRefusal("plot RUN --out .", "'./returns.svg' is 'RUN', which this command reads")
  }

  @Test func reportsOverNoInput() throws {
    try expectRefusal("report RUN --out RUN/config.json", "is a file of the training run")
    try FileManager.default.linkItem(atPath: "\(folder.path)/\(run)/episodes.tsv", toPath: "\(folder.path)/run.html")
    try expectRefusal("report RUN --out .", "'./run.html' is 'RUN', which this command reads")
  }

  @Test func comparesToysOverNoRun() throws {
    try expectRefusal("toy --episodes 10 --csv RUN/config.json", "'RUN/config.json' is a file of the training run")
    try expectRefusal("toy --episodes 10 --csv table", "is a file of the training run")
    try expectRefusal("toy --episodes 10 --gif RUN/progress.txt", "is a file of the training run")
  }

  @Test(arguments: [
    "compare --csv RUN", "evaluate RUN", "teachers", "environments", "toy --episodes 10", "--help", "train --help",
  ])
  func appendsItsOutputToNoRun(command: String) throws {
    try expectRefusal("\(command) >> RUN/progress.txt", "standard output is a file of the training run in '")
  }

  @Test func appendsItsOutputToNoInput() throws {
    try expectRefusal("evaluate RUN >> hard", "standard output is 'RUN', which this command reads")
  }

  /// What a run's folder holds beside the run's own files is anybody's.
  @Test func writesBesideARunsFiles() throws {
    #expect(try ToolProcess.run(["export", run, "\(run)/walker.safetensors"], in: folder.path)?.status == 0)
    #expect(try ToolProcess.run(["plot", run, "--out", run], in: folder.path)?.status == 0)
    #expect(try ToolProcess.run(["export", run, "networks.safetensors"], in: folder.path)?.status == 0)
    #expect(folder.exists("\(run)/walker.safetensors") && folder.exists("\(run)/returns.svg"))
  }
}
