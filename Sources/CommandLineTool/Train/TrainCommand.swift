import ArgumentParser
import Glibc
import Student

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

      At least one parameter of the track must be given; what is not given is off. Ctrl-C saves what there is and \
      stops; a second Ctrl-C stops at once. Either way, and after a crash, --resume goes on, and what the run leaves is \
      the same, bit for bit, as if it had never stopped.
      """)

  @OptionGroup(title: "Run") var runOptions: RunOptions
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
      Terminal.standardOutput.write("Nothing to do: \(complete).\n")
    }
  }

  private func train(_ training: Training) throws {
    let output = Terminal.standardOutput
    StopRequest.listen()
    if machine.reportsToParent { ChildProcess.endWithParent(signal: SIGTERM) }
    if !machine.reportsToParent { output.write("Training in \(training.directory.path)\n") }
    var report = ParentReport(output)
    var display = runOptions.quiet || machine.reportsToParent ? nil : ProgressDisplay(output)
    defer { display?.finish() }
    let outcome = try training.run { progress in
      display?.show(progress)
      if machine.reportsToParent { report.send(progress) }
      return StopRequest.signal == nil
    }
    if machine.reportsToParent {
      report.sendNow(outcome.progress)
    } else {
      display?.show(outcome.progress)
      display?.finish()
      output.write(
        "\n"
          + trainingSummary(
            outcome, training.configuration, masteredReturn: training.masteredReturn, directory: training.directory))
    }
    if !outcome.isComplete, let signal = StopRequest.signal { throw ExitCode(128 + signal) }
  }

  private func makeTraining() throws -> Training {
    try explainingMisuse {
      if let folder = runOptions.resume.first {
        let directory = try runDirectory(folder)
        try remarkOnVersion(of: directory)
        try checkMemory(of: [try TrainingConfiguration(of: directory)])
        let training = try Training(
          resuming: directory, epochs: runOptions.givenEpochs, threadCount: threadCount,
          checkpointInterval: machine.checkpointInterval)
        if training.startsAnew {
          Terminal.standardError.write("Note: the run in \(folder) was ended before its first step; it starts anew.\n")
        }
        return training
      }
      let configuration = try trainingConfiguration()
      try checkMemory(of: [configuration])
      return try Training(
        configuration,
        directory: RunDirectory(
          root: runOptions.dataDirectory, experimentName: runOptions.experimentName, seed: runOptions.seed),
        overwrite: runOptions.overwrite, threadCount: threadCount, checkpointInterval: machine.checkpointInterval)
    }
  }

  /// What a body refuses to make, in terms of the arguments.
  func explainingMisuse<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try Self.explainingMisuse {
        do {
          return try body()
        } catch let error as LibraryError {
          throw Misuse(message: inTermsOfFlags(error.commandLineMessage))
        }
      }
    } catch let error as RunDirectoryInUse {
      throw RefusedDirectory(path: error.path)
    }
  }

  private var threadCount: Int { machine.threads ?? Processors.allowed.count }

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
    if runOptions.seeds != nil, runOptions.givenSeed != nil {
      throw Self.misuse("--seed and --seeds are both given; leave one out")
    }
    try checkTracks()
    try checkResume()
    remarkOnIgnored()
  }

  private func checkTracks() throws {
    if let name = ignored.environmentName, name != "bipedal-walker-continuous-v0" {
      throw Self.misuse("env is '\(name)'; there is only 'bipedal-walker-continuous-v0'")
    }
    for (flag, value) in [("max_stump_w", environment.maxStumpWidth), ("max_stump_r", environment.maxStumpRotation)]
    where value != nil && environment.maxStumpHeight == nil {
      throw Self.misuse("--\(flag) is about stumps, and there are none; add --max_stump_h 3.0, or leave it out")
    }
  }

  private func checkResume() throws {
    guard !runOptions.resume.isEmpty else { return }
    try Self.explainingMisuse { try requireDistinct(runOptions.resume) }
    let defaults = try TrainCommand.parse([])
    guard runOptions.seeds == nil else {
      throw Self.misuse("--resume goes on with runs by their folders; leave --seeds out")
    }
    guard !runOptions.overwrite else { throw Self.misuse("--resume keeps what --overwrite removes; leave one out") }
    var configuration = try trainingConfiguration()
    configuration.epochs = defaults.runOptions.epochs
    guard try configuration == defaults.trainingConfiguration(),
      runOptions.dataDirectory == defaults.runOptions.dataDirectory
    else {
      throw Self.misuse(
        "--resume goes on with the run as its config.json says; leave out what says otherwise, but for --epochs,"
          + " --quiet, --threads, --jobs and --checkpoint_every")
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

  /// The configuration that the arguments describe; its values are checked when the run is made.
  func trainingConfiguration() throws -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.experimentName = runOptions.experimentName
    configuration.seed = runOptions.seed
    configuration.epochs = runOptions.epochs
    configuration.stepsPerEpoch = runOptions.stepsPerEpoch
    configuration.maxEpisodeSteps = runOptions.maxEpisodeSteps
    configuration.testEpisodeCount = runOptions.testEpisodeCount
    configuration.environment = environment.environment
    configuration.environmentOptions = environment.given.map(\.setting)
    configuration.teacher = teacher.teacher
    configuration.teacherOptions = try teacherSettings()
    if let size = student.hiddenSize {
      let layerCount = student.layerCount ?? 1
      guard (1...16).contains(layerCount) else {
        throw Self.misuse("l is \(layerCount); it must be a whole number from 1 to 16")
      }
      configuration.student.hiddenSizes = [Int](repeating: size, count: layerCount)
    }
    configuration.student.discount = student.gamma
    configuration.student.entropyCoefficient = student.entropyCoefficient
    configuration.student.learningRate = student.learningRate
    configuration.student.batchSize = student.batchSize
    configuration.replayCapacity = student.replayCapacity
    configuration.stepsPerUpdate = student.stepsPerUpdate
    return configuration
  }

  /// Refuses what another teacher than the chosen one has. An unknown teacher the library refuses itself.
  private func teacherSettings() throws -> [OptionSetting] {
    let teachers = try Listing.teachers()
    if let chosen = teachers.first(where: { $0.name == teacher.teacher }),
      let foreign = teacher.given.first(where: { !chosen.hasOption($0.setting.name) })
    {
      let owners = teachers.filter { $0.hasOption(foreign.setting.name) }.map(\.name)
      throw Self.misuse(
        "--\(foreign.flag) is an option of \(owners.joined(separator: ", ")), not of the chosen teacher \(chosen.name);"
          + " leave it out, or choose another --teacher")
    }
    return teacher.given.map(\.setting)
  }

  /// The library's message, with the flag that a person typed where the library's name for the option differs.
  private func inTermsOfFlags(_ message: String) -> String {
    let renamed = (environment.given + teacher.given).first {
      $0.flag != $0.setting.name && message.contains("'\($0.setting.name)'")
    }
    return renamed.map { "--\($0.flag): \(message)" } ?? message
  }
}

/// An earlier run is where this one would go.
private struct RefusedDirectory: Error, CustomStringConvertible {
  let path: String

  var description: String {
    "\(path) is not empty, and a run is never mixed with another: add --overwrite to replace it, "
      // A run that was killed while it was made left no configuration to go on with.
      + (RunDirectory(path: path).holdsRun ? "go on with it by --resume \(path), " : "")
      + "or choose another --exp_name, --seed or --data_dir"
  }
}
