/// One line on a terminal, redrawn in place: `45 %  18 / 40 runs  12 s left`.
struct ToyProgressDisplay {
  private let output: Terminal
  private let runCount: Int
  private let episodeCount: Int
  private let start = ContinuousClock.now
  private var lastLine = ""

  /// Nil where nobody watches.
  init?(_ output: Terminal, _ comparison: ToyComparison) {
    guard output.isInteractive else { return nil }
    self.output = output
    runCount = comparison.runCount
    episodeCount = comparison.runCount * comparison.episodes
  }

  mutating func show(_ progress: ToyComparison.Progress) {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let share = Double(progress.episodes) / Double(episodeCount)
    var line = "\(Int(100 * share)) %  \(progress.finishedRuns) / \(counted(runCount, "run"))"
    if seconds >= 1, share > 0 { line += "  \(duration(seconds / share - seconds)) left" }
    guard line != lastLine else { return }
    lastLine = line
    output.write("\r\u{1B}[K" + line.prefix(max(output.width - 1, 1)))
  }

  /// Clears the line.
  mutating func finish() { if !lastLine.isEmpty { output.write("\r\u{1B}[K") } }
}
