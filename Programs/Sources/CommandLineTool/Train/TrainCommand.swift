import ArgumentParser
import Glibc
import Student
import TeachDRL

/// `teachdrl train`
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a walker on tracks that a teacher chooses.",
    discussion: """
      The paper's runs on Stump Tracks and on Hexagon Tracks, many hours long:

        teachdrl train --exp_name test_alpgmm --teacher ALP-GMM --seed 42 \\
          --leg_size default --max_stump_h 3.0 --max_obstacle_spacing 6.0
        teachdrl train --exp_name test_alpgmm_hexa --teacher ALP-GMM --seed 42 \\
          --leg_size quadru -hexa

      A small one, of half a minute. The student acts after 1,001 random steps, and ALP-GMM fits after 25 episodes:

        teachdrl train --max_stump_h 0.5 --max_obstacle_spacing 6 --max_ep_len 400 \\
          --start_steps 1000 --fit_rate 25 --hid 64 --l 2 --batch_size 100 \\
          --train_freq 2 --epochs 4 --steps_per_ep 10000 --nb_test_episodes 5

      At least one parameter of the track must be given; what is not given is off. Ctrl-C saves what there is and \
      stops; a second Ctrl-C stops at once. Either way, and after a crash, --resume goes on, and what the run leaves is \
      the same, bit for bit, as if it had never stopped.
      """)

  @OptionGroup(title: "Run") var runOptions: RunOptions
  @OptionGroup(title: "Tests") var tests: TestOptions
  @OptionGroup(title: "Walker and tracks") var environment: EnvironmentOptions
  @OptionGroup(title: "Teacher") var teacher: TeacherOptions
  @OptionGroup(title: "Student") var student: StudentOptions
  @OptionGroup(title: "Machine (these change nothing but the time)") var machine: MachineOptions
  @OptionGroup(title: "Accepted, as in the published run script, and ignored") var ignored: IgnoredOptions

  func run() throws {
    try checkCombinations()
    if let seeds = runOptions.seeds {
      try trainAll(try Self.explainingMisuse { try parsedSeeds(seeds) })
      return
    }
    if runOptions.resume.count > 1 {
      try resumeAll(runOptions.resume)
      return
    }
    do {
      try train(try makeTraining())
    } catch let complete as RunIsComplete {
      remarkOnRestored(complete.restored, in: complete.path)
      if runOptions.json {
        try writeJSON(ofComplete: RunDirectory(path: complete.path))
      } else {
        try Terminal.standardOutput.writeOrFail("Nothing to do: \(complete).\n")
      }
    }
  }

  private func train(_ training: Training) throws {
    let output = Terminal.standardOutput
    StopRequest.listen()
    if machine.reportsToParent { ChildProcess.endWithParent(signal: SIGTERM) }
    if !machine.reportsToParent { progressOutput.write("Training in \(training.directory.path)\n") }
    var report = ParentReport(output)
    var display = runOptions.quiet || machine.reportsToParent ? nil : ProgressDisplay(progressOutput)
    defer { display?.finish() }
    let outcome = try training.run { progress in
      display?.show(progress)
      if machine.reportsToParent { report.send(progress) }
      return !StopRequest.isReceived
    }
    if machine.reportsToParent {
      report.sendNow(outcome.progress)
    } else {
      display?.show(outcome.progress)
      display?.finish()
      let remarks = standingRemarks([
        try RunStanding(of: training.directory, steps: outcome.progress.stepCount)
      ])
      if runOptions.json {
        let ending = RunEnding(
          directory: training.directory, state: outcome.isComplete ? "complete" : "stopped",
          report: RunReport(outcome.progress))
        try output.writeOrFail(runsJSON([ending], remarks: remarks))
      } else {
        output.write(
          "\n"
            + trainingSummary(
              outcome, training.configuration, masteredReturn: training.masteredReturn, directory: training.directory,
              remarks: remarks))
      }
    }
    if !outcome.isComplete, StopRequest.isReceived { throw StopRequest.exitCode }
  }

  /// Where progress is shown; what a program reads stays free of it.
  var progressOutput: Terminal { runOptions.json ? .standardError : .standardOutput }

  private func writeJSON(ofComplete directory: RunDirectory) throws {
    let configuration = try TrainingConfiguration(of: directory)
    var report = RunReport()
    (report.stepCount, report.totalSteps) = (configuration.totalSteps, configuration.totalSteps)
    report.epochCount = configuration.epochs
    let remarks = standingRemarks([try RunStanding(of: directory, steps: configuration.totalSteps)])
    try Terminal.standardOutput.writeOrFail(
      runsJSON([RunEnding(directory: directory, state: "complete", report: report)], remarks: remarks))
  }

  private func makeTraining() throws -> Training {
    try explainingMisuse {
      if let folder = runOptions.resume.first {
        let directory = try runDirectory(folder)
        remarkOnRestored(try directory.restoreConfiguration(), in: folder)
        try remarkOnVersion(of: directory)
        try checkMemory(of: [try TrainingConfiguration(of: directory)])
        let training = try Training(
          resuming: directory, epochs: runOptions.epochs, threadCount: threadCount,
          checkpointInterval: machine.checkpointInterval)
        remarkOnRestored(training.restoredFiles, in: folder)
        if training.startsAnew {
          Terminal.standardError.write("Note: the run in \(folder) was ended before its first step; it starts anew.\n")
        }
        return training
      }
      let configuration = try trainingConfiguration()
      try checkMemory(of: [configuration])
      return try Training(
        configuration, directory: try directory(of: configuration), overwrite: runOptions.overwrite,
        threadCount: threadCount, checkpointInterval: machine.checkpointInterval)
    }
  }

  /// What a body refuses to make, in terms of the arguments.
  func explainingMisuse<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try Self.explainingMisuse {
        do {
          return try body()
        } catch let error as LibraryError {
          let given = try environment.given() + teacher.given()
          throw Misuse(message: given.inTermsOfFlags(error.commandLineMessage))
        }
      }
    } catch let error as RunDirectoryInUse {
      throw RefusedDirectory(path: error.path)
    }
  }

  private var threadCount: Int { machine.threads ?? Processors.allowed.count }

  private func remarkOnRestored(_ names: [String], in folder: String) {
    guard !names.isEmpty else { return }
    Terminal.standardError.write(
      "Note: \(names.joined(separator: ", ")) in \(folder) \(names.count == 1 ? "was" : "were") not as the run had left"
        + " \(names.count == 1 ? "it; it was" : "them; they were") restored from the checkpoint.\n")
  }

  private func remarkOnVersion(of directory: RunDirectory) throws {
    guard let version = try directory.libraryVersion(), version != LibraryVersion.loaded else { return }
    Terminal.standardError.write(
      "Note: the run was started with teachdrl \(version), this is \(LibraryVersion.loaded);"
        + " it goes on, but not bit for bit.\n")
  }
}

extension TrainCommand {
  /// Refuses what cannot go together, and remarks on what has no effect.
  func checkCombinations() throws {
    guard !runOptions.dataDirectory.isEmpty else {
      throw Self.misuse("data_dir is empty; it names the folder that runs are kept in, such as 'data'")
    }
    if let threads = machine.threads, !(1...1024).contains(threads) {
      throw Self.misuse("threads is \(threads); it must be a whole number from 1 to 1024")
    }
    guard machine.checkpointInterval >= 0, machine.checkpointInterval <= 1e9 else {
      throw Self.misuse("checkpoint_every is \(machine.checkpointInterval); it must be a number from 0 to 1e9")
    }
    if let jobs = runOptions.jobs {
      guard (1...1024).contains(jobs) else {
        throw Self.misuse("jobs is \(jobs); it must be a whole number from 1 to 1024")
      }
      guard runOptions.seeds != nil || runOptions.resume.count > 1 else {
        throw Self.misuse("--jobs is for several runs; give their seeds, as in --seeds 42-49, or folders to --resume")
      }
    }
    if runOptions.seeds != nil, runOptions.seed != nil {
      throw Self.misuse("--seed and --seeds are both given; leave one out")
    }
    if let name = ignored.environmentName, name != "bipedal-walker-continuous-v0" {
      throw Self.misuse("env is '\(name)'; there is only 'bipedal-walker-continuous-v0'")
    }
    try checkResume()
    remarkOnIgnored()
  }

  private func checkResume() throws {
    guard !runOptions.resume.isEmpty else { return }
    try Self.explainingMisuse { try requireDistinct(runOptions.resume) }
    guard runOptions.seeds == nil else {
      throw Self.misuse("--resume goes on with runs by their folders; leave --seeds out")
    }
    guard !runOptions.overwrite else { throw Self.misuse("--resume keeps what --overwrite removes; leave one out") }
    let given = try explainingMisuse { try configurationFlags().filter { $0 != "--epochs" } }
    guard given.isEmpty else {
      throw Self.misuse(
        "--resume goes on with the run as its config.json says; leave out \(given.joined(separator: ", "))")
    }
  }

  private func remarkOnIgnored() {
    var remarks = ignored.given
    if student.layerCount != nil, student.hiddenSize == nil {
      Terminal.standardError.write("Note: --l has no effect without --hid.\n")
    }
    // The published default, which scripts may spell out.
    if ignored.graphicsProcessor == -1 { remarks.removeAll { $0 == "gpu_id" } }
    for flag in remarks { Terminal.standardError.write("Note: --\(flag) has no effect.\n") }
  }
}

/// An earlier run is where this one would go.
private struct RefusedDirectory: Error, CustomStringConvertible {
  let path: String

  var description: String {
    "\(path) is not empty, and a run is never mixed with another: add --overwrite to replace it, "
      // A run that was killed while it was made left no configuration to go on with.
      + (RunDirectory(path: path).holdsRun ? "go on with it by --resume \(shellQuoted(path)), " : "")
      + "or choose another --exp_name, --seed or --data_dir"
  }
}
