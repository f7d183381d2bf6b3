import Glibc
import Student

/// Shows a run's progress: on a terminal one line, redrawn in place; elsewhere plain lines, a few at first and then one
/// a minute. Each epoch leaves a line in both.
struct ProgressDisplay {
  private let output: Terminal
  private let isInteractive: Bool
  private let start = now()
  private var rate = StepRate()
  private var nextSample = 0.0
  private var nextLine = 0.0
  private var epochsShown = 0
  private var lineIsOpen = false

  init(_ output: Terminal) {
    self.output = output
    isInteractive = output.isInteractive
  }

  /// Cheap: called before every step.
  mutating func show(_ progress: TrainingProgress) {
    let time = now() - start
    guard time >= nextSample || progress.epochCount > epochsShown else { return }
    nextSample = time + 0.5
    rate.note(steps: progress.stepCount, at: time)
    let line = progressLine(progress, stepsPerSecond: rate.stepsPerSecond)
    if progress.epochCount > epochsShown {
      epochsShown = progress.epochCount
      leaveLine("epoch \(progress.epochCount)  \(line)")
      nextLine = time + interval(at: time)
    } else if isInteractive {
      output.write("\r\u{1B}[K" + line.prefix(max(output.width - 1, 1)))
      lineIsOpen = true
    } else if time >= nextLine {
      // Nothing is worth saying at the very start.
      if nextLine > 0 { leaveLine(line) }
      nextLine = time + interval(at: time)
    }
  }

  /// Clears the line that is being redrawn.
  mutating func finish() {
    if lineIsOpen { output.write("\r\u{1B}[K") }
    lineIsOpen = false
  }

  private mutating func leaveLine(_ line: String) {
    finish()
    output.write(line + "\n")
  }

  private func interval(at time: Double) -> Double { time < 120 ? 10 : 60 }
}

private func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
