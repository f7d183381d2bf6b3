import Foundation
import Testing

@testable import CommandLineTool

/// What can be set about a run, as a person sets it: it is computed, recorded, and there again after a stop.
@Suite(.serialized) struct TrainToolTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String) throws -> ToolProcess.Result {
    try #require(try ToolProcess.run(arguments.split(separator: " ").map(String.init), in: folder.path))
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(name)"))
  }

  /// A member of a run's `config.json`.
  private func recorded(_ path: String...) throws -> String {
    let data = Data(try folder.text("data/test/test_s0/config.json").utf8)
    let value = path.reduce(try JSONSerialization.jsonObject(with: data)) { value, name in
      (value as? [String: Any])?[name] ?? "nothing"
    }
    return "\(value)"
  }

  private static let small =
    "--max_stump_h 0.5 --leg_size short --hid 8 --batch_size 8 --train_freq 100 --max_ep_len 40 --nb_test_episodes 1"
    + " --epochs 3 --steps_per_ep 400 --quiet"

  @Test(arguments: [("--max_k 1", "1", "1"), ("--min_k 20", "20", "20"), ("", "2", "10")])
  func takesOneBoundOfTheComponents(option: String, least: String, most: String) throws {
    #expect(try run("train \(Self.small) \(option)").status == 0)
    #expect(try recorded("teacher", "options", "min_k") == least)
    #expect(try recorded("teacher", "options", "max_k") == most)
    #expect(try run("train --resume data/test/test_s0 --epochs 4 --quiet").status == 0)
    #expect(try recorded("teacher", "options", "max_k") == most)
  }

  @Test func repeatsARunFromItsConfiguration() throws {
    let options =
      "--start_steps 200 --polyak 0.9 --test_interval 2 --bounds stump_height=0.1,0.4 --env_option track_noise=0"
      + " --teacher_option random_task_ratio=0.5 --fit_rate 12 --seed 3"
    #expect(try run("train \(Self.small) \(options)").status == 0)
    #expect(try run("train --config data/test/test_s3/config.json --data_dir again --quiet").status == 0)
    for name in ["config.json", "episodes.tsv", "test_episodes.tsv", "teacher_history.jsonl"] {
      #expect(try folder.text("again/test/test_s3/\(name)") == folder.text("data/test/test_s3/\(name)"))
    }
    for name in ["networks.safetensors", "teacher.state", "transitions.bin"] {
      let paths = ["data", "again"].map { "\(folder.path)/\($0)/test/test_s3/\(name)" }
      #expect(FileManager.default.contentsEqual(atPath: paths[0], andPath: paths[1]), "\(name)")
    }
    // The same with several seeds, of which each wins against the file's.
    let seeds = "train --config data/test/test_s3/config.json --data_dir fleet --seeds 2-3 --quiet"
    #expect(try run(seeds).status == 0)
    #expect(try folder.text("fleet/test/test_s3/episodes.tsv") == folder.text("data/test/test_s3/episodes.tsv"))
    #expect(try folder.text("fleet/test/test_s2/episodes.tsv") != folder.text("data/test/test_s3/episodes.tsv"))
    // A run is not replaced by itself.
    let itself = try run("train --config data/test/test_s3/config.json --overwrite --quiet")
    #expect(itself.status == 64)
    #expect(itself.errors.contains("a file of the run that --overwrite would remove"))
    #expect(folder.exists("data/test/test_s3/episodes.tsv"))
  }

  /// The line of an epoch tells of its test when it is over, and of no test if none is played.
  @Test func endsAnEpochWithALine() throws {
    let options = "train " + Self.small.replacing(" --quiet", with: "").replacing("epochs 3", with: "epochs 1")
    let lines = try run(options).output.split(separator: "\n").filter { $0.hasPrefix("epoch 1 ") }
    #expect(lines.count == 1 && lines.allSatisfy { $0.contains("mastered 0/1") && !$0.contains("testing") })
    for more in ["--data_dir none", "--data_dir fleet --seeds 0-1"] {
      let result = try run(options.replacing("nb_test_episodes 1", with: "nb_test_episodes 0") + " " + more)
      #expect(result.status == 0 && !result.output.contains("0/0"))
    }
  }

  @Test func testsOnTasksOfItsOwn() throws {
    try write("stump_height\n0.05\n2.5\n", to: "tasks.csv")
    let options = Self.small.replacing(" --nb_test_episodes 1", with: "")
    #expect(try run("train \(options) --test_set tasks.csv").status == 0)
    // The run has its own copy.
    try FileManager.default.removeItem(atPath: "\(folder.path)/tasks.csv")
    let tests = try folder.text("data/test/test_s0/test_episodes.tsv").split(separator: "\n").dropFirst()
    #expect(tests.map { $0.split(separator: "\t")[2] } == ["0.05", "2.5", "0.05", "2.5", "0.05", "2.5"])
    #expect(try run("train --resume data/test/test_s0 --epochs 4 --quiet").status == 0)
    let evaluated = try run("evaluate data/test/test_s0")
    #expect(evaluated.output.contains("of 2, "))
    #expect(evaluated.output.split(separator: "\n")[1...2].map { $0.split(separator: " ")[1] } == ["0.050", "2.500"])
    #expect(try run("evaluate --nb_test_episodes 3 data/test/test_s0").errors.contains("the test set has 2 tasks"))
    // Runs that are tested on other tasks are not compared with it.
    #expect(try run("train \(options) --nb_test_episodes 2 --exp_name other").status == 0)
    let compared = try run("compare data/test/test_s0 data/other/other_s0")
    #expect(compared.status == 64)
    #expect(compared.errors.contains("do not have the same test_set"))
    try write("stump_height\n0.05\n-1\n", to: "tasks.csv")
    let refused = try run("train \(options) --test_set tasks.csv --exp_name refused")
    #expect(refused.status == 64)
    #expect(refused.errors.contains("line 3 of the test set 'tasks.csv' has -1.0 for stump_height"))
    #expect(!folder.exists("data/refused"))
  }

  @Test func saysThatNothingHasHappenedYet() throws {
    let options = Self.small
    let result = try run("train \(options)")
    #expect(result.output.contains("\nALP-GMM has not fitted yet: its tasks were random (fit_rate 250, "))
    #expect(
      result.output.contains("\nThe student has not acted yet: all actions in training were random (start_steps 10000)")
    )
    #expect(try run("train \(options) --seeds 1-2 --teacher Random").output.contains("not acted yet in any of 2 runs"))
    let compared = try run("compare data/test/test_s0 data/test/test_s1")
    #expect(compared.status == 0)
    #expect(compared.errors.contains("Note: ALP-GMM has not fitted yet: its tasks were random (fit_rate 250, "))
    #expect(compared.errors.contains("Note: The student has not acted yet in any of 2 runs"))
    let working = try run("train \(options) --start_steps 300 --fit_rate 12 --exp_name working")
    #expect(!working.output.contains(" yet"))
    #expect(try !run("compare data/working/working_s0").errors.contains(" yet"))
  }
}
