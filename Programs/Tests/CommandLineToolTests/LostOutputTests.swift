import ArgumentParser
import Foundation
import Testing

@testable import CommandLineTool

/// A command whose output is lost says so.
@Suite(.serialized) struct LostOutputTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try SmallRun.make("run", in: folder)
  }

  private func run(_ script: String) throws -> ToolProcess.Result {
    try #require(try ToolProcess(script: script, in: folder.path).finish(within: 60))
  }

  /// For each command something that it does and prints.
  private static let commands = [
    "train": ["train \(SmallRun.options) --epochs 1 --steps_per_ep 200 --exp_name new --overwrite"],
    "evaluate": ["evaluate data/run/run_s0 --nb_test_episodes 1"],
    "compare": ["compare data/run/run_s0", "compare --csv data/run/run_s0"],
    "export": ["export data/run/run_s0 policy.safetensors"],
    "play": ["play --gif walk.gif --width 60 --max_steps 10", "play --png frames --width 60 --max_steps 10"],
    "plot": ["plot data/run/run_s0"],
    "report": ["report data/run/run_s0"],
    "toy": ["toy --episodes 20", "toy --episodes 20 --gif toy --csv toy.csv"],
    "teachers": ["teachers"],
    "environments": ["environments"],
  ]

  private static let subcommands = TeachdrlCommand.configuration.subcommands.compactMap { $0.configuration.commandName }

  /// All of it, and what the argument parser prints itself. A new command needs a line above.
  private static let invocations =
    subcommands.flatMap { commands[$0] ?? [] } + subcommands.map { "\($0) --help" }
    + [
      "", "--help", "help train", "--version", "--generate-completion-script bash", "--experimental-dump-help",
      "train \(SmallRun.options) --epochs 1 --steps_per_ep 200 --exp_name several --seeds 1-2 --overwrite",
      "train --resume data/run/run_s0",
    ]

  @Test func triesEveryCommand() { #expect(Self.subcommands.sorted() == Self.commands.keys.sorted()) }

  @Test(arguments: invocations)
  func saysThatStandardOutputIsFull(invocation: String) throws {
    let result = try run("\"$TOOL\" \(invocation) > /dev/full")
    #expect(result.status == 1)
    #expect(result.errors.contains("Error: cannot write to standard output: No space left on device\n"))
    #expect(result.errors.components(separatedBy: "No space left").count == 2)
  }

  @Test(arguments: invocations)
  func saysThatStandardOutputIsClosed(invocation: String) throws {
    let result = try run("\"$TOOL\" \(invocation) >&-")
    #expect(result.status == 1)
    #expect(result.errors.contains("Error: cannot write to standard output: Bad file descriptor\n"))
  }

  /// A reader that has seen enough is no error. What the command writes to files is all there.
  @Test(arguments: invocations)
  func endsSilentlyWithItsReader(invocation: String) throws {
    let result = try run("(sleep 0.3; \"$TOOL\" \(invocation); echo $? > status) | true; wait; cat status")
    let expected = invocation.hasPrefix("train --max") ? "0\n" : "141\n"
    #expect(result.output == expected)
    #expect(!result.errors.contains("Error"))
  }

  /// Standard files that are missing give their numbers to no file of a run.
  @Test func keepsItsFilesApart() throws {
    let result = try run(
      "\"$TOOL\" train \(SmallRun.options) --epochs 1 --steps_per_ep 1500 --exp_name run --data_dir apart <&- >&- 2>&-")
    #expect(result.status == 1)
    for name in ["episodes.tsv", "test_episodes.tsv", "transitions.bin", "networks.safetensors"] {
      let files = ["data", "apart"].map { "\(folder.path)/\($0)/run/run_s0/\(name)" }
      #expect(FileManager.default.contentsEqual(atPath: files[0], andPath: files[1]), "\(name)")
    }
  }

  /// Files that cannot be written: a device that is full.
  @Test(arguments: ["export data/run/run_s0 /dev/full", "toy --episodes 20 --csv /dev/full", "play --gif /dev/full"])
  func saysThatAFileIsFull(invocation: String) throws {
    let result = try run("\"$TOOL\" \(invocation)")
    #expect(result.status == 1)
    #expect(result.errors.contains("cannot write '/dev/full': No space left on device"))
  }

  /// No file may be larger than 1 kB: no signal ends the command, and no half of a file is left.
  @Test(arguments: [
    "train \(SmallRun.options) --epochs 1 --steps_per_ep 200 --exp_name new",
    "train \(SmallRun.options) --epochs 1 --steps_per_ep 200 --exp_name new --seeds 1-2",
    "train --resume data/run/run_s0 --epochs 2",
    "export data/run/run_s0 policy.safetensors", "play --gif walk.gif --max_steps 50",
    "play --png frames --max_steps 10", "plot data/run/run_s0", "report data/run/run_s0",
    "toy --episodes 400 --csv toy.csv --seeds 0-99", "toy --episodes 400 --gif toy",
  ])
  func saysThatAFileIsTooLarge(invocation: String) throws {
    let result = try run("(ulimit -f 1; exec \"$TOOL\" \(invocation)) 2>&1 | cat; exit ${PIPESTATUS[0]}")
    #expect(result.status == 1 && !result.wasEndedBySignal)
    #expect(result.output.contains("File too large"), "\(result.output)")
    let left = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    #expect(!left.contains { $0.hasSuffix(".temporary") })
    #expect(!["policy.safetensors", "walk.gif", "frames/frame_00000.png", "toy.csv"].contains(where: folder.exists))
  }
}
