import Student

/// Several runs, each a process of its own on processors of its own.
struct RunFleet {
  /// One of the runs.
  struct Run {
    /// What has become of it.
    enum State: Equatable {
      case waiting, running, complete, stopped
      /// What it said at its end.
      case failed(String)
    }

    /// What the run is called among the others.
    let name: String
    /// Where it is kept.
    let directory: RunDirectory
    /// What `teachdrl train` needs to be told of this run only.
    let argument: String
    var state = State.waiting
    /// Whether a process was started for it.
    var wasStarted = false
    var report = RunReport()
    var rate = StepRate()

    /// What is told of it when all have ended.
    var ending: RunEnding {
      switch state {
      case .complete: RunEnding(directory: directory, state: "complete", report: report)
      case .failed(let reason): RunEnding(directory: directory, state: "failed", error: reason, report: report)
      case .waiting, .running, .stopped: RunEnding(directory: directory, state: "stopped", report: report)
      }
    }
  }

  private(set) var runs: [Run]
  private let arguments: [String]
  private let jobs: Int
  private let start = ContinuousClock.now
  private var children: [Int: ChildProcess] = [:]
  /// For each group of processors the run that is on it.
  private var occupants: [Int?]

  /// Runs that `teachdrl train` with these arguments and each run's own would make.
  init(_ runs: [Run], jobs: Int, arguments: [String]) {
    self.runs = runs
    self.arguments = arguments
    self.jobs = min(jobs, runs.count)
    occupants = [Int?](repeating: nil, count: self.jobs)
  }

  /// The processors of each of `jobs` runs at a time: a part for each, or, where there are too few, one in turn.
  static func processors(_ allowed: [Int], jobs: Int) -> [[Int]] {
    (0..<jobs).map { job in
      jobs > allowed.count
        ? [allowed[job % allowed.count]] : Array(allowed[job * allowed.count / jobs..<(job + 1) * allowed.count / jobs])
    }
  }

  /// Whether there is nothing left to do.
  var isFinished: Bool { runs.allSatisfy { $0.state != .waiting && $0.state != .running } }

  /// Starts runs where processors are free, and takes in what those say that go on.
  ///
  /// - Parameter stopping: The signal to end with, where no more is to be started.
  mutating func advance(stopping signal: Int32?) {
    for (index, child) in children {
      for line in child.poll() {
        guard let report = RunReport(line: line) else { continue }
        runs[index].report = report
        let elapsed = ContinuousClock.now - start
        runs[index].rate.note(
          steps: report.stepCount,
          at: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
      }
      if let ending = child.ending { finish(index, ending, child.errorText) }
    }
    guard signal == nil else {
      for index in runs.indices where runs[index].state == .waiting { runs[index].state = .stopped }
      return
    }
    let groups = Self.processors(Processors.allowed, jobs: jobs)
    for place in occupants.indices where occupants[place] == nil {
      guard let index = runs.firstIndex(where: { $0.state == .waiting }) else { break }
      startRun(index, at: place, on: groups[place])
    }
  }

  /// Sends a signal to every run that goes on.
  func send(_ signal: Int32) { for child in children.values { child.send(signal) } }

  private mutating func startRun(_ index: Int, at place: Int, on processors: [Int]) {
    do {
      children[index] = try ChildProcess(
        arguments: ["train"] + arguments + [runs[index].argument, "--report_to_parent"], processors: processors)
      runs[index].state = .running
      runs[index].wasStarted = true
      occupants[place] = index
    } catch {
      runs[index].state = .failed("\(error)")
    }
  }

  private mutating func finish(_ index: Int, _ ending: ChildProcess.Ending, _ errors: String) {
    children[index] = nil
    for place in occupants.indices where occupants[place] == index { occupants[place] = nil }
    let words = errors.split(separator: "\n").first { $0.hasPrefix("Error: ") }?.dropFirst(7)
    switch ending {
    case .exited(0): runs[index].state = .complete
    case .exited(let status): runs[index].state = .failed(words.map(String.init) ?? "ended with status \(status)")
    case .killed(let signal) where Signals.asksToStop(signal): runs[index].state = .stopped
    case .killed(let signal): runs[index].state = .failed("was ended by signal \(signal)")
    }
  }
}
