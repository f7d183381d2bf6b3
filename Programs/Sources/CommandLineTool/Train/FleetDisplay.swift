import Student

/// Shows how far several runs are: on a terminal a table that is redrawn in place; elsewhere a line as each ends, and
/// the table now and then.
struct FleetDisplay {
  private let output: Terminal
  private let isQuiet: Bool
  private let start = ContinuousClock.now
  private var nextTable = ContinuousClock.now
  private var linesOnScreen = 0
  private var ended: Set<Int> = []

  init(_ output: Terminal, isQuiet: Bool) {
    self.output = output
    self.isQuiet = isQuiet
  }

  /// To be called a few times a second.
  mutating func show(_ runs: [RunFleet.Run]) {
    leaveEndings(runs)
    let now = ContinuousClock.now
    guard !isQuiet, now >= nextTable else { return }
    // What has left the screen at its top could not be redrawn.
    let lineCount = output.isInteractive ? output.height - 1 : .max
    let table = fleetTable(runs, lineWidth: lineWidth, lineCount: lineCount)
    if output.isInteractive {
      clear()
      output.write(table.joined(separator: "\n") + "\n")
      linesOnScreen = table.count
      nextTable = now + .milliseconds(500)
    } else {
      // Nothing is worth saying at the very start.
      if now - start > .seconds(1) { output.write(table.joined(separator: "\n") + "\n\n") }
      nextTable = now + (now - start < .seconds(120) ? .seconds(10) : .seconds(60))
    }
  }

  /// Leaves the last state, which is the summary of all runs.
  mutating func finish(_ runs: [RunFleet.Run]) {
    leaveEndings(runs)
    clear()
    output.write(fleetTable(runs, lineWidth: lineWidth).joined(separator: "\n") + "\n")
  }

  /// A line that a terminal breaks in two could not be redrawn.
  private var lineWidth: Int { output.isInteractive ? output.width - 1 : .max }

  /// A line for each run that has ended since the last time, above the table.
  private mutating func leaveEndings(_ runs: [RunFleet.Run]) {
    for (index, run) in runs.enumerated() where !ended.contains(index) {
      let line: String
      switch run.state {
      case .waiting, .running: continue
      case .complete: line = "\(run.name): complete"
      case .stopped: line = "\(run.name): stopped"
      case .failed(let reason): line = "\(run.name) failed: \(reason)"
      }
      ended.insert(index)
      clear()
      if case .failed = run.state {
        Terminal.standardError.write(line + "\n")
      } else if !isQuiet {
        output.write(line + "\n")
      }
      nextTable = ContinuousClock.now
    }
  }

  private mutating func clear() {
    if linesOnScreen > 0 { output.write("\u{1B}[\(linesOnScreen)A\u{1B}[J") }
    linesOnScreen = 0
  }
}

/// The table: runs that go on or failed, all of them where they are few, and their numbers.
///
/// No line is longer than `lineWidth`: columns are left out where there is no room for all, and names that leave no room
/// for the rest are cut off at their start. There are `lineCount` lines at most, but the first and the last in any case.
func fleetTable(_ runs: [RunFleet.Run], lineWidth: Int = .max, lineCount: Int = .max) -> [String] {
  let limit = max(0, lineCount - 2)
  let isFew = runs.count <= min(20, limit)
  let shown = (isFew ? runs : runs.filter { $0.state != .waiting && $0.state != .complete }).prefix(limit)
  let columns = Column.fitting(lineWidth - shortestName)
  let room = lineWidth - columns.reduce(0) { $0 + $1.width }
  let nameWidth = min(max(shortestName, shown.map(\.name.count).max() ?? 0), max(shortestName, room))
  func row(_ name: String, _ cells: [String]) -> String {
    let name = name.count > nameWidth ? "…" + name.suffix(nameWidth - 1) : name
    return rightAligned(name, nameWidth) + zip(cells, columns).map { rightAligned($0, $1.width) }.joined()
  }
  var lines = [row("run", columns.map(\.title))]
  for run in shown { lines.append(row(run.name, columns.map { $0.text(run) })) }
  let counts = ["running", "waiting", "complete", "stopped", "failed"].compactMap { state in
    let count = runs.count { name($0.state) == state }
    return count > 0 ? "\(count) \(state)" : nil
  }
  return (lines + [counts.joined(separator: ", ")]).map { String($0.prefix(max(lineWidth, 1))) }
}

/// The least room for a run's name.
private let shortestName = 6

/// A column behind the name.
private struct Column {
  let title: String
  let width: Int
  /// Columns of the greatest number are left out first.
  let rank: Int
  let text: @Sendable (RunFleet.Run) -> String

  private static let all = [
    Column(title: "state", width: 10, rank: 0) { name($0.state) },
    Column(title: "steps", width: 13, rank: 1) { $0.report.totalSteps > 0 ? grouped($0.report.stepCount) : "-" },
    Column(title: "steps/s", width: 9, rank: 5) { run in rate(run).map { grouped(Int($0.rounded())) } ?? "-" },
    Column(title: "left", width: 14, rank: 2) { run in
      rate(run).flatMap { $0 > 0 ? duration(Double(run.report.totalSteps - run.report.stepCount) / $0) : nil } ?? "-"
    },
    Column(title: "return", width: 9, rank: 3) { run in run.report.recentReturn.map { fixed($0) } ?? "-" },
    Column(title: "mastered", width: 10, rank: 4) { run in
      run.report.masteredCount.flatMap { mastered in run.report.testCount.map { "\(mastered)/\($0)" } } ?? "-"
    },
  ]

  private static func rate(_ run: RunFleet.Run) -> Double? {
    run.state == .running ? run.rate.stepsPerSecond : nil
  }

  /// Those that there is room for.
  static func fitting(_ room: Int) -> [Column] {
    var columns = all
    while columns.reduce(0, { $0 + $1.width }) > room, let last = columns.map(\.rank).max() {
      columns.removeAll { $0.rank == last }
    }
    return columns
  }
}

private func name(_ state: RunFleet.Run.State) -> String {
  switch state {
  case .waiting: "waiting"
  case .running: "running"
  case .complete: "complete"
  case .stopped: "stopped"
  case .failed: "failed"
  }
}
