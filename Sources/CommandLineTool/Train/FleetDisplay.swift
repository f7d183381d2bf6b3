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
    let table = fleetTable(runs, lineWidth: output.isInteractive ? output.width - 1 : .max)
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

  /// Leaves the last state.
  mutating func finish(_ runs: [RunFleet.Run]) {
    leaveEndings(runs)
    clear()
    if !isQuiet { output.write(fleetTable(runs).joined(separator: "\n") + "\n") }
  }

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
/// Names that leave no room for the rest in a line are cut off at their start.
func fleetTable(_ runs: [RunFleet.Run], lineWidth: Int = .max) -> [String] {
  let shown = runs.count <= 20 ? runs : runs.filter { $0.state != .waiting && $0.state != .complete }
  let width = min(max(6, shown.map(\.name.count).max() ?? 0), max(6, lineWidth - columnWidths.reduce(0, +)))
  var lines = [row(width, "run", "state", "steps", "steps/s", "left", "return", "mastered")]
  for run in shown {
    let report = run.report
    let rate = run.state == .running ? run.rate.stepsPerSecond : nil
    lines.append(
      row(
        width, run.name.count > width ? "…" + run.name.suffix(width - 1) : run.name,
        name(run.state), report.totalSteps > 0 ? grouped(report.stepCount) : "-",
        rate.map { grouped(Int($0.rounded())) } ?? "-",
        rate.flatMap { $0 > 0 ? duration(Double(report.totalSteps - report.stepCount) / $0) : nil } ?? "-",
        report.recentReturn.map { fixed($0) } ?? "-",
        report.masteredCount.flatMap { mastered in report.testCount.map { "\(mastered)/\($0)" } } ?? "-"))
  }
  let counts = ["running", "waiting", "complete", "stopped", "failed"].compactMap { state in
    let count = runs.count { name($0.state) == state }
    return count > 0 ? "\(count) \(state)" : nil
  }
  return lines + [counts.joined(separator: ", ")]
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

/// Of the columns behind the name.
private let columnWidths = [10, 13, 9, 14, 9, 10]

private func row(_ width: Int, _ cells: String...) -> String {
  zip(cells, [width] + columnWidths).map { rightAligned($0, $1) }.joined()
}
