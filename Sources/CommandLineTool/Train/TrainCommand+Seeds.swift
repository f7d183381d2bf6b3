import ArgumentParser
import Glibc
import Student

extension TrainCommand {
  /// Trains with each seed, and waits until all runs have ended.
  func trainAll(_ seeds: [UInt64]) throws {
    // What is wrong with all runs is said once.
    try explainingMisuse { try trainingConfiguration().check() }
    let allowed = Processors.allowed
    let jobs = min(runOptions.jobs ?? allowed.count, seeds.count)
    var arguments = withoutFleetOptions(normalizedArguments(Array(CommandLine.arguments.dropFirst(2))))
    if machine.threads == nil { arguments.append("--threads=\(max(1, allowed.count / jobs))") }
    StopRequest.listen()
    var fleet = RunFleet(seeds: seeds, jobs: jobs, arguments: arguments)
    var display = FleetDisplay(.standardOutput, isQuiet: runOptions.quiet)
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
    let stopped = fleet.runs.filter { $0.state == .stopped && $0.report.totalSteps > 0 }
    if !stopped.isEmpty {
      Terminal.standardOutput.write("Go on with --resume:\n")
      for run in stopped {
        let directory = RunDirectory(
          root: runOptions.dataDirectory, experimentName: runOptions.experimentName, seed: run.seed)
        Terminal.standardOutput.write("  teachdrl train --resume \(directory.path)\n")
      }
    }
    if fleet.runs.contains(where: { if case .failed = $0.state { true } else { false } }) { throw ExitCode.failure }
    if let signal = StopRequest.signal { throw ExitCode(128 + signal) }
  }
}

/// Arguments without those that say that there are several runs.
func withoutFleetOptions(_ arguments: [String]) -> [String] {
  var result: [String] = []
  var skipsNext = false
  for argument in arguments {
    if skipsNext {
      skipsNext = false
    } else if argument == "--seeds" || argument == "--jobs" {
      skipsNext = true
    } else if !argument.hasPrefix("--seeds=") && !argument.hasPrefix("--jobs=") {
      result.append(argument)
    }
  }
  return result
}
