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
    var arguments = argumentsForOne(normalizedArguments(Array(CommandLine.arguments.dropFirst(2))))
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
    let stopped = fleet.runs.filter { $0.state == .stopped && $0.directory.holdsRun }
    if !stopped.isEmpty {
      progressOutput.write(
        "Go on with:\n  teachdrl train --resume \(stopped.map(\.directory.path).joined(separator: " "))\n")
    }
    if fleet.runs.contains(where: { if case .failed = $0.state { true } else { false } }) { throw ExitCode.failure }
    if let signal = StopRequest.signal { throw ExitCode(128 + signal) }
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
