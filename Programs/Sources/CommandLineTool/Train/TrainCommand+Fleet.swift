import ArgumentParser
import Glibc
import Student

extension TrainCommand {
  /// Trains with each seed, and waits until all runs have ended.
  func trainAll(_ seeds: [UInt64]) throws {
    // What is wrong with all runs is said once.
    let runs = try explainingMisuse {
      var configuration = try trainingConfiguration()
      try checkMemory(of: seeds.map { _ in configuration }, jobs: jobCount(of: seeds.count))
      try configuration.check()
      return try seeds.map { seed in
        configuration.seed = seed
        return RunFleet.Run(
          name: "seed \(seed)", directory: try directory(of: configuration), argument: "--seed=\(seed)")
      }
    }
    try runAll(runs)
  }

  /// Goes on with the run in each folder, and waits until all have ended.
  func resumeAll(_ folders: [String]) throws {
    // What cannot be read the run's own process says.
    let configurations = folders.compactMap { try? TrainingConfiguration(of: RunDirectory(path: $0)) }
    try checkMemory(of: configurations, jobs: jobCount(of: folders.count))
    try runAll(
      folders.map { folder in
        RunFleet.Run(name: folder, directory: RunDirectory(path: folder), argument: "--resume=\(folder)")
      })
  }

  /// How many of so many runs go on at the same time.
  private func jobCount(of runCount: Int) -> Int { min(runOptions.jobs ?? Processors.allowed.count, runCount) }

  private func runAll(_ runs: [RunFleet.Run]) throws {
    let allowed = Processors.allowed
    let jobs = jobCount(of: runs.count)
    let givenArguments = argumentsForOne(normalizedArguments(Array(CommandLine.arguments.dropFirst(2))))
    var arguments = givenArguments
    if machine.threads == nil { arguments.append("--threads=\(max(1, allowed.count / jobs))") }
    StopRequest.listen()
    var fleet = RunFleet(runs, jobs: jobs, arguments: arguments)
    var display = FleetDisplay(progressOutput, isQuiet: runOptions.quiet)
    var isStopping = false
    while !fleet.isFinished {
      if let signal = StopRequest.signal, !isStopping {
        fleet.send(signal)
        isStopping = true
      }
      fleet.advance(stopping: StopRequest.signal)
      display.show(fleet.runs)
      usleep(100_000)
    }
    display.finish(fleet.runs)
    // Of a run that failed, its error has said more.
    let standings = fleet.runs.filter { $0.report.stepCount > 0 }.compactMap { run in
      try? RunStanding(of: run.directory, steps: run.report.stepCount)
    }
    let remarks = standingRemarks(standings)
    if runOptions.json {
      try Terminal.standardOutput.writeOrFail(runsJSON(fleet.runs.map(\.ending), remarks: remarks))
    } else {
      for remark in remarks { Terminal.standardOutput.write("\(remark)\n") }
    }
    let commands = commandsToGoOn(fleet.runs, arguments: givenArguments)
    if !commands.isEmpty {
      progressOutput.write("Go on with:\n  \(commands.joined(separator: " && "))\n")
    }
    if fleet.runs.contains(where: { if case .failed = $0.state { true } else { false } }) { throw ExitCode.failure }
    if StopRequest.isReceived { throw StopRequest.exitCode }
    // Another process may have stopped a run.
    if !commands.isEmpty { throw ExitCode.failure }
  }
}

extension TrainCommand {
  /// The commands that complete the runs that were stopped: one for those that have a folder to go on from, and one
  /// for those that have to be started.
  ///
  /// - Parameter arguments: What was given to all runs, in normal form.
  private func commandsToGoOn(_ runs: [RunFleet.Run], arguments: [String]) -> [String] {
    let stopped = runs.filter { $0.state == .stopped }
    let (begun, others) = (stopped.filter(hasBegun), stopped.filter { !hasBegun($0) })
    let jobs = runOptions.jobs.map { ["--jobs=\($0)"] } ?? []
    var commands: [String] = []
    if !begun.isEmpty {
      let options = (begun.count > 1 ? jobs : []) + optionsToGoOn
      commands.append(resumeCommand(options, folders: begun.map(\.directory.path)))
    }
    if !others.isEmpty {
      let seeds = others.map { $0.argument.drop { $0 != "=" }.dropFirst() }.joined(separator: ",")
      commands.append(shellCommand(["train"] + arguments + jobs + ["--seeds=\(seeds)"]))
    }
    return commands
  }

  /// The options that hold for a run that goes on: those of the machine, and epochs that it is made longer to.
  private var optionsToGoOn: [String] {
    var options = (runOptions.quiet ? ["--quiet"] : []) + (runOptions.json ? ["--json"] : [])
    if let threads = machine.threads { options.append("--threads=\(threads)") }
    if machine.checkpointInterval != MachineOptions.usualCheckpointInterval {
      options.append("--checkpoint_every=\(machine.checkpointInterval)")
    }
    if !runOptions.resume.isEmpty, let epochs = runOptions.epochs { options.append("--epochs=\(epochs)") }
    return options
  }

  /// Whether a folder holds what a run has done so far. One that was to be overwritten may hold an earlier run until the
  /// new one tells how far it is.
  private func hasBegun(_ run: RunFleet.Run) -> Bool {
    guard runOptions.resume.isEmpty else { return true }
    return run.wasStarted && run.directory.holdsRun && (!runOptions.overwrite || run.report.totalSteps > 0)
  }
}

/// Arguments without those that say that there are several runs, and which.
func argumentsForOne(_ arguments: [String]) -> [String] {
  var result: [String] = []
  var skipped = 0
  for argument in arguments {
    if argument.hasPrefix("-") { skipped = 0 }
    if skipped > 0 {
      skipped -= 1
    } else if ["--seeds", "--jobs"].contains(argument) {
      skipped = 1
    } else if argument == "--resume" {
      skipped = .max
    } else if !["--seeds=", "--jobs=", "--resume="].contains(where: argument.hasPrefix) {
      result.append(argument)
    }
  }
  return result
}
