import Foundation
import Testing

@testable import CommandLineTool

/// The tool as a person meets it: started, stopped, misused.
@Suite(.serialized) struct ToolTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String) throws -> ToolProcess.Result {
    try #require(try ToolProcess.run(arguments.split(separator: " ").map(String.init), in: folder.path))
  }

  private static let task = "--max_stump_h 0.5 --max_obstacle_spacing 6 --leg_size short"
  private static let small = task + " --hid 16 --batch_size 16 --train_freq 100 --max_ep_len 300 --nb_test_episodes 3"

  @Test func trainsAndTells() throws {
    let result = try run("train \(Self.small) --epochs 2 --steps_per_ep 1000 --seed 5")
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output.contains("epoch 2  2,000 / 2,000 steps"))
    #expect(result.output.contains("Complete: 2,000 of 2,000 steps"))
    #expect(result.output.contains("Saved in data/test/test_s5:"))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/data/test/test_s5").sorted()
    #expect(files == ["config.json", "episodes.tsv", "networks.safetensors", "progress.txt", "test_episodes.tsv"])
    // No terminal, so nothing that only a terminal understands.
    #expect(!result.output.contains("\u{1B}") && !result.output.contains("\r"))
  }

  @Test func mixesNoTwoRuns() throws {
    let arguments = "train \(Self.small) --epochs 1 --steps_per_ep 500 --data_dir runs --quiet"
    #expect(try run(arguments).status == 0)
    let before = try folder.text("runs/test/test_s0/episodes.tsv")
    let refused = try run(arguments + " --teacher Random")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("runs/test/test_s0 is not empty"))
    #expect(refused.errors.contains("--overwrite"))
    #expect(try folder.text("runs/test/test_s0/episodes.tsv") == before)
    #expect(try run(arguments + " --teacher Random --overwrite").status == 0)
    #expect(try folder.text("runs/test/test_s0/config.json").contains("\"name\": \"Random\""))
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func savesWhatThereIsWhenStopped(signal: Int32, status: Int32) throws {
    let process = try ToolProcess("train \(Self.task)".split(separator: " ").map(String.init), in: folder.path)
    #expect(process.wait(seconds: 30) { $0.output.contains("Training in") })
    usleep(1_500_000)
    process.send(signal)
    let result = try #require(process.finish(within: 2))
    #expect(result.status == status)
    #expect(result.output.contains("Stopped before its end"))
    #expect(result.output.contains("Saved in data/test/test_s0:"))
    #expect(folder.exists("data/test/test_s0/networks.safetensors"))
    #expect(try folder.text("data/test/test_s0/episodes.tsv").split(separator: "\n").count > 1)
    #expect(try folder.text("data/test/test_s0/progress.txt").split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    ("train", "there is no task space"),
    ("train --max_stump_h -1", "it must be a number from 0.01 to 100"),
    ("train --max_stump_h=-1", "--max_stump_h: "),
    ("train --max_stump_h high", "'high'"),
    ("train --max_stump_h 3 --fit_rate 0", "'fit_rate'"),
    ("train --max_stump_h 3 --teacher Random --fit_rate 100", "--fit_rate is an option of ALP-GMM"),
    ("train --max_stump_h 3 --teacher ALP", "'ALP'"),
    ("train --max_stump_h 3 --leg_size long", "'long'"),
    ("train --max_stump_h 3 --batch_size 0", "batch_size is 0; it must be"),
    ("train --max_stump_h 3 --batch_sice 10", "Unknown option '--batch_sice'"),
    ("train --max_stump_h 3 --l 17 --hid 8", "l is 17; it must be"),
    ("train --max_stump_h 3 --seed 1.5", "'1.5'"),
    ("tran", "tran"),
  ])
  func saysWhatIsWrong(arguments: String, message: String) throws {
    let result = try run(arguments)
    #expect(result.status == 64)
    #expect(result.errors.contains(message))
    #expect(result.errors.contains("--help"))
    #expect(!folder.exists("data"))
  }

  @Test func cannotWriteWhereThereIsNoFolder() throws {
    let result = try run("train \(Self.task) --data_dir /dev/null/runs")
    #expect(result.status == 1)
    #expect(result.errors.contains("cannot create '/dev/null/runs/test/test_s0': Not a directory"))
  }

  @Test func remarksOnAnOptionWithoutEffect() throws {
    let result = try run("train \(Self.small) --epochs 1 --steps_per_ep 10 --nb_test_episodes 0 --hid=8 --quiet --l 1")
    #expect(result.errors == "")
    let remarked = try run("train \(Self.task) --epochs 1 --steps_per_ep 5 --nb_test_episodes 0 --l 1 --overwrite")
    #expect(remarked.status == 0)
    #expect(remarked.errors.contains("--l has no effect without --hid"))
  }

  @Test func listsAndNamesItsVersion() throws {
    #expect(try run("teachers").output.contains("ALP-GMM\n"))
    let environments = try run("environments").output
    #expect(environments.contains("stump-tracks\n") && environments.contains("walker"))
    let version = try run("--version")
    #expect(version.output.hasPrefix("teachdrl 0."))
    #expect(version.status == 0)
  }
}
