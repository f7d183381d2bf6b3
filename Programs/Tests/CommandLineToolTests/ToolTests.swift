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
    #expect(
      files == [
        "checkpoint.safetensors", "config.json", "episodes.tsv", "networks.safetensors", "progress.txt",
        "teacher.state", "teacher_history.jsonl", "test_episodes.tsv", "transitions.bin",
      ])
    // No terminal, so nothing that only a terminal understands.
    #expect(!result.output.contains("\u{1B}") && !result.output.contains("\r"))
  }

  /// What a walker was trained to feel and see it feels and sees wherever its policy plays, unless it is told otherwise.
  @Test func aPolicyPlaysWithTheSensesItWasTrainedWith() throws {
    let senses = "--contacts published --lidar published"
    let tracks = "--teacher Oracle --max_stump_h 2 --max_obstacle_spacing 1 --leg_size quadru"
    let student = "--hid 16 --batch_size 16 --nb_test_episodes 3 --epochs 1 --steps_per_ep 300 --quiet"
    #expect(try run("train \(tracks) \(senses) \(student)").status == 0)
    let configuration = try folder.text("data/test/test_s0/config.json")
    #expect(configuration.contains("\"contacts\": \"published\""))
    #expect(configuration.contains("\"lidar\": \"published\""))
    #expect(configuration.contains("\"window_step_vector\": \"0.1,-0.2\""))
    #expect(try run("export data/test/test_s0 policy.safetensors").status == 0)
    for policy in ["data/test/test_s0", "policy.safetensors"] {
      let track = "--set stump_height=1 --set obstacle_spacing=0.2"
      let play = "play --policy \(policy) \(track) --max_steps 400 --gif a.gif --every 100 --width 60"
      func outcome(_ options: String = "") throws -> String {
        try run("\(play) \(options)").output.split(separator: "\n").last.map(String.init) ?? ""
      }
      let own = try outcome()
      #expect(own.contains("Return"))
      #expect(try outcome("--env_option contacts=published --env_option lidar=published") == own)
      #expect(try outcome("--env_option lidar=nearest") != own)
      #expect(try outcome("--env_option contacts=counted") != own)
    }
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

  /// Killed while it was made, before it had its configuration.
  @Test func offersToGoOnOnlyWhereThereIsARun() throws {
    let path = folder.path + "/data/test/test_s0"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data("Epoch\n".utf8).write(to: URL(fileURLWithPath: path + "/progress.txt"))
    let arguments = "train \(Self.small) --epochs 1 --steps_per_ep 500 --quiet"
    let refused = try run(arguments)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("add --overwrite to replace it"))
    #expect(!refused.errors.contains("--resume"))
    #expect(try run(arguments + " --overwrite").status == 0)
    #expect(try run(arguments).errors.contains("go on with it by --resume data/test/test_s0"))
  }

  @Test func saysThatAResumedRunStartsAnew() throws {
    #expect(try run("train \(Self.small) --epochs 1 --steps_per_ep 500 --quiet").status == 0)
    let path = folder.path + "/data/test/test_s0/"
    for name in try FileManager.default.contentsOfDirectory(atPath: path) where name != "config.json" {
      try FileManager.default.removeItem(atPath: path + name)
    }
    let result = try run("train --resume data/test/test_s0 --quiet")
    #expect(result.status == 0)
    #expect(
      result.errors == "Note: the run in data/test/test_s0 was ended before its first step; it starts anew.\n")
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143)), (SIGHUP, Int32(129))])
  func savesWhatThereIsWhenStopped(signal: Int32, status: Int32) throws {
    let process = try ToolProcess("train \(Self.small)".split(separator: " ").map(String.init), in: folder.path)
    #expect(process.wait(seconds: 60) { _ in episodeCount("data/test/test_s0") > 3 })
    process.send(signal)
    let result = try #require(process.finish(within: 20))
    #expect(result.status == status && result.wasEndedBySignal)
    #expect(result.output.contains("Stopped before its end"))
    #expect(result.output.contains("teachdrl train --resume data/test/test_s0"))
    #expect(folder.exists("data/test/test_s0/networks.safetensors"))
    let episodes = episodeCount("data/test/test_s0")
    #expect(try folder.text("data/test/test_s0/progress.txt").split(separator: "\n").count == 1)
    let resumed = try ToolProcess(["train", "--resume", "data/test/test_s0"], in: folder.path)
    #expect(resumed.wait(seconds: 60) { _ in episodeCount("data/test/test_s0") > episodes })
    resumed.send(SIGTERM)
    #expect(resumed.finish(within: 20)?.status == 143)
  }

  private func episodeCount(_ run: String) -> Int {
    ((try? folder.text("\(run)/episodes.tsv")) ?? "\n").split(separator: "\n").count - 1
  }

  /// Stopped and killed at random moments and resumed each time, a run leaves what an undisturbed one leaves.
  @Test func isTheSameHoweverOftenItIsKilled() throws {
    let options = Self.small + " --epochs 3 --steps_per_ep 5000 --batch_size 100 --train_freq 10 --fit_rate 20"
    #expect(try run("train \(options) --quiet --exp_name whole").status == 0)
    var arguments = "train \(options) --quiet --checkpoint_every 0 --exp_name parts"
    var kills = 0
    for round in 0..<60 {
      let process = try ToolProcess(arguments.split(separator: " ").map(String.init), in: folder.path)
      let milliseconds = round < 20 ? Int.random(in: 20...500) : 60_000
      let hasEnded = process.wait(seconds: Double(milliseconds) / 1000) { $0.hasEnded }
      if !hasEnded { process.send([SIGKILL, SIGINT, SIGTERM].randomElement() ?? SIGKILL) }
      let result = try #require(process.finish(within: 60))
      if result.status == 0 { break }
      kills += 1
      // Killed before there was a run, it is no run.
      if folder.exists("data/parts/parts_s0/config.json") {
        arguments = "train --resume data/parts/parts_s0 --quiet --checkpoint_every 0"
      } else {
        try? FileManager.default.removeItem(atPath: "\(folder.path)/data/parts")
      }
    }
    #expect(kills > 0)
    for name in ["episodes.tsv", "test_episodes.tsv", "teacher_history.jsonl"] {
      #expect(try folder.text("data/parts/parts_s0/\(name)") == folder.text("data/whole/whole_s0/\(name)"))
    }
    for name in ["networks.safetensors", "teacher.state", "transitions.bin"] {
      let (left, right) = ("\(folder.path)/data/parts/parts_s0/\(name)", "\(folder.path)/data/whole/whole_s0/\(name)")
      #expect(FileManager.default.contentsEqual(atPath: left, andPath: right), "\(name)")
    }
  }

  @Test func trainsWithSeveralSeeds() throws {
    let options = Self.small + " --epochs 1 --steps_per_ep 1000"
    #expect(try run("train \(options) --quiet --seed 7").status == 0)
    // Seed 7 is there already; the others go on.
    let result = try run("train \(options) --seeds 6-8 --jobs 2")
    #expect(result.status == 1)
    #expect(result.errors.contains("seed 7 failed: data/test/test_s7 is not empty"))
    #expect(result.output.contains("seed 6: complete") && result.output.contains("seed 8: complete"))
    #expect(result.output.contains("2 complete, 1 failed\n"))
    // The same as one at a time.
    #expect(try run("train \(options) --quiet --seed 8 --data_dir alone").status == 0)
    #expect(try folder.text("data/test/test_s8/episodes.tsv") == folder.text("alone/test/test_s8/episodes.tsv"))
    let evaluated = try run("evaluate data/test/test_s8 --nb_test_episodes 3")
    #expect(evaluated.status == 0)
    #expect(evaluated.output.contains("mastered (above 230): 0 of 3, 0.0 %."))
    // What is played is what the run's own last test was.
    let returns = evaluated.output.split(separator: "\n")[1...3].map { $0.split(separator: " ")[3] }
    let tested = try folder.text("data/test/test_s8/test_episodes.tsv").split(separator: "\n").dropFirst()
    #expect(returns == tested.map { Substring(fixed(Double($0.split(separator: "\t")[4]) ?? .nan)) })
    let compared = try run("compare data/test/test_s6 data/test/test_s8 data/test/test_s7")
    #expect(compared.status == 0)
    #expect(compared.output.contains("ALP-GMM") && compared.output.contains("     3 "))
    #expect(try run("compare --csv data/test/test_s6").output.hasPrefix("run,path,teacher,seed,epoch,"))
  }

  @Test func comparesOnlyWhatBelongsTogether() throws {
    let options =
      Self.small + " --epochs 2 --steps_per_ep 500 --quiet --start_steps 99 --max_ep_len 40 --fit_rate 12"
    #expect(try run("train \(options) --exp_name a").status == 0)
    #expect(try run("train \(options) --exp_name b --fit_rate 15").status == 0)
    #expect(try run("train \(options) --exp_name c --batch_size 17").status == 0)
    #expect(try run("train \(options) --exp_name d --nb_test_episodes 2").status == 0)
    // Another seed is no difference.
    #expect(try run("train \(options) --exp_name a --seed 1").status == 0)
    #expect(try run("compare data/a/a_s0 data/a/a_s1").errors == "")

    let teachers = try run("compare data/a/a_s0 data/b/b_s0")
    #expect(teachers.status == 0)
    #expect(
      teachers.errors == "Note: the runs of ALP-GMM differ in fit_rate (12 and 15); they are counted together.\n")
    let students = try run("compare data/a/a_s0 data/c/c_s0")
    #expect(students.errors.hasPrefix("Note: the runs' students differ in batch_size (16 and 17); "))
    #expect(students.errors.split(separator: "\n").count == 1)

    let counts = try run("compare data/a/a_s0 data/d/d_s0")
    #expect(counts.status == 64)
    #expect(counts.errors.contains("data/a/a_s0 on 3 and data/d/d_s0 on 2"))
    #expect(counts.output == "")

    let same = try run("compare data/a/a_s0 data/b/b_s0 data/a/a_s0")
    #expect(same.status == 64 && same.errors.contains("'data/a/a_s0' is given twice; give each run once"))
    for spelling in ["data/a/a_s0/", "./data/../data/a/a_s0", folder.path + "/data/a/a_s0"] {
      let twice = try run("compare data/a/a_s0 data/b/b_s0 \(spelling)")
      #expect(twice.status == 64)
      #expect(twice.errors.contains("'data/a/a_s0' and '\(spelling)' are the same folder"))
    }
    #expect(
      try run("compare --epoch 3 data/a/a_s0").errors.contains("has no test after epoch 3; its last is after epoch 2"))
    #expect(try run("train \(options) --exp_name e --test_interval 2").status == 0)
    #expect(try run("compare data/a/a_s0 data/e/e_s0").output.hasPrefix("After epoch 2, 2 runs."))
    #expect(
      try run("compare --epoch 1 data/a/a_s0 data/e/e_s0").errors.contains(
        "has no test after epoch 1; its last is after epoch 2"))
    #expect(try run("train \(options) --exp_name f --epochs 1").status == 0)
    #expect(try run("compare data/e/e_s0 data/f/f_s0").errors.contains("there is no epoch after which all runs were"))
  }

  /// A run that has not been tested yet is no reason to say nothing about the others.
  @Test func comparesRunsThatHaveATest() throws {
    let options = Self.small + " --epochs 1 --steps_per_ep 300 --quiet"
    #expect(try run("train \(options) --seeds 0-1").status == 0)
    #expect(try run("train \(options) --exp_name none --nb_test_episodes 0").status == 0)
    let result = try run("compare data/test/test_s0 data/none/none_s0 data/test/test_s1")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("After epoch 1, 2 runs.\n"))
    #expect(result.errors.contains("Note: the run in data/none/none_s0 has no test yet; it is left out.\n"))
    #expect(try run("compare data/test/test_s0").output.hasPrefix("After epoch 1, 1 run.\n"))
    let alone = try run("compare data/none/none_s0")
    #expect(alone.status == 1 && alone.output == "")
    #expect(alone.errors.contains("the run in data/none/none_s0 has no test yet"))
  }

  /// `--quiet` leaves the progress out, not the summary.
  @Test func summarizesSeveralRunsQuietly() throws {
    let options =
      Self.small + " --epochs 1 --steps_per_ep 300 --quiet --seeds 3-4 --max_ep_len 20"
      + " --start_steps 50 --fit_rate 12"
    let result = try run("train \(options)")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[1].contains("seed 3") && lines[2].contains("seed 4") && lines.last == "2 complete")
  }

  /// Before a run starts, not when the machine's memory is used up.
  @Test(arguments: [("", "the run needs about"), ("--seeds 1-2 --jobs 2", "2 runs at a time need about")])
  func refusesRunsLargerThanTheMachine(options: String, message: String) throws {
    let result = try run("train \(Self.task) --hid 16384 --l 16 --batch_size 1000000 \(options)")
    #expect(result.status == 64)
    #expect(result.errors.contains(message))
    #expect(result.errors.contains("smaller --hid, --l or --buf_size"))
    #expect(!folder.exists("data"))
  }

  @Test func saysWhichOptionTakesTooMuchAddressSpace() throws {
    let process = try ToolProcess(
      script: "ulimit -v 4000000; $TOOL train \(Self.small) --buf_size 100000000 --epochs 1 --steps_per_ep 5",
      in: folder.path)
    let result = try #require(process.finish(within: 60))
    #expect(result.status == 64)
    #expect(result.errors.contains("buf_size is 100000000; "))
  }

  @Test func stopsAllRuns() throws {
    let arguments = "train \(Self.small) --seeds 1-3 --jobs 2"
    let process = try ToolProcess(arguments.split(separator: " ").map(String.init), in: folder.path)
    #expect(process.wait(seconds: 60) { _ in episodeCount("data/test/test_s1") > 0 })
    process.send(SIGINT)
    let result = try #require(process.finish(within: 30))
    #expect(result.status == 130)
    #expect(result.output.contains("seed 1: stopped"))
    #expect(!folder.exists("data/test/test_s3"))
  }

  @Test func goesOnWithSeveralRuns() throws {
    let options = Self.small + " --epochs 1 --steps_per_ep 1000"
    #expect(try run("train \(options) --quiet --seeds 1-2").status == 0)
    let result = try run("train --resume data/test/test_s1 nowhere data/test/test_s2 --epochs 2 --jobs 2")
    #expect(result.status == 1)
    #expect(result.errors.contains("nowhere failed: 'nowhere/config.json' is not there"))
    for name in ["data/test/test_s1", "data/test/test_s2"] { #expect(result.output.contains("\(name): complete")) }
    // The same as two epochs in one go.
    #expect(try run("train \(options) --epochs 2 --quiet --seed 2 --data_dir alone").status == 0)
    for name in ["config.json", "episodes.tsv", "test_episodes.tsv"] {
      #expect(try folder.text("data/test/test_s2/\(name)") == folder.text("alone/test/test_s2/\(name)"))
    }
  }

  @Test func saysOfRunsThatAreNone() throws {
    for command in ["evaluate", "compare", "train --resume"] {
      let result = try run("\(command) nowhere")
      #expect(result.status == 1)
      #expect(result.errors.contains("'nowhere/config.json' is not there"))
    }
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
    ("train --max_stump_w 2", "add --max_stump_h"),
    ("train --max_stump_h 3 --env Hopper-v2", "there is only 'bipedal-walker-continuous-v0'"),
    (
      "train --max_stump_h 1 --teacher Oracle",
      "no steps of Oracle's window are published for these parameters; give window_step_vector, one number"
    ),
    ("train --max_stump_h 3 --contacts last", "it must be counted or published"),
    ("train --max_stump_h 3 --lidar first", "it must be nearest or published"),
    ("train --max_stump_h 3 --hid -2", "hid is -2; it must be"),
    ("train --max_stump_h 3 --start_steps -1", "start_steps is -1; it must be"),
    ("train --max_stump_h 3 --polyak 2", "polyak is 2.0; it must be"),
    ("train --max_stump_h 3 --test_interval 0", "test_interval is 0; it must be"),
    ("train --max_stump_h 3 --teacher_option fit_rat=3", "did you mean 'fit_rate'?"),
    ("train --max_stump_h 3 --env_option track_nois=0", "did you mean 'track_noise'?"),
    ("train --max_stump_h 3 --env_option track_noise=2", "it must be a number from 0 to 1"),
    ("train --max_stump_h 3 --env_option max_stump_height=2", "are the same option; give it once"),
    ("train --max_stump_h 3 --bounds stump_height=1,4", "from 0.0 to 3.0"),
    ("train --max_stump_h 3 --bounds obstacle_spacing=1,4", "'obstacle_spacing', which is not in the task space"),
    ("train --max_stump_h 3 --test_set nowhere.csv", "test_set is 'nowhere.csv'; there is no such file"),
    ("train --max_stump_h 3 --seeds 1-2 --test_set nowhere.csv", "test_set is 'nowhere.csv'; there is no such file"),
    ("train --config nowhere.json", "config is 'nowhere.json'; there is no such file"),
    ("train --resume data/test/test_s0 --config x.json --gamma 0.99", "leave out --gamma, --config"),
    ("train --max_stump_h 3 -alp", "--absolute_lp is an option of Covar-GMM"),
    ("train --max_stump_h 3 --teacher RIAC --max_k 3", "--max_k is an option of ALP-GMM, Covar-GMM"),
    ("train --max_stump_h 3 --jobs 2", "--seeds"),
    ("train --max_stump_h 3 --seed 1 --seeds 2-3", "--seed and --seeds"),
    ("train --max_stump_h 3 --seed 0 --seeds 1-2", "--seed and --seeds"),
    ("train --max_stump_h 3 --seeds 3-2", "'3-2'"),
    ("train --max_stump_h 3 --seeds 1-2 --teacher ALP", "'ALP'"),
    ("train --max_stump_h 3 --threads 0", "threads is 0; it must be"),
    ("train --resume data/test/test_s0 --hid 3", "as its config.json says"),
    ("train --resume data/test/test_s0 data/test/test_s1 --seeds 1", "leave --seeds out"),
    ("train --resume data/test/test_s0 --overwrite", "--overwrite"),
    ("compare --epoch 0 data/test/test_s0", "epoch is 0; epochs count from 1"),
    ("evaluate --nb_test_episodes 0 data/test/test_s0", "nb_test_episodes is 0; it must be"),
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

  @Test func remarksOnOptionsOfThePublishedScript() throws {
    let options = Self.small + " --epochs 1 --steps_per_ep 5 --nb_test_episodes 0 --quiet"
    let result = try run(
      "train \(options) --env bipedal-walker-continuous-v0 --gpu_id -1 --max_gap_w 3 --step_h 1 --step_nb 2 -wgmm")
    #expect(result.status == 0)
    let remarks = ["max_gap_w", "step_h", "step_nb", "weighted_gmm"].map { "Note: --\($0) has no effect.\n" }
    #expect(result.errors == remarks.joined())
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
