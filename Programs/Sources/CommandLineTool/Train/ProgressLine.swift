import Student

/// The line that says how far a run has come:
/// `120,000 / 20,000,000 steps  812 steps/s  6 h 49 min left  return -98.3  mastered 0/50`.
func progressLine(_ progress: TrainingProgress, stepsPerSecond: Double?) -> String {
  var parts = ["\(grouped(progress.stepCount)) / \(counted(progress.totalSteps, "step"))"]
  if let stepsPerSecond, stepsPerSecond > 0 {
    parts.append("\(grouped(Int(stepsPerSecond.rounded()))) steps/s")
    parts.append("\(duration(Double(progress.totalSteps - progress.stepCount) / stepsPerSecond)) left")
  }
  if let mean = progress.recentReturn { parts.append("return \(fixed(mean))") }
  if let test = progress.lastTest, test.taskCount > 0 {
    parts.append("mastered \(test.masteredCount)/\(test.taskCount)")
  }
  if !progress.studentHasActed { parts.append("random actions") }
  if case .testing(let played) = progress.activity { parts.append("testing: \(played) played") }
  return parts.joined(separator: "  ")
}

/// Steps per second over the last half minute, so that the time left follows what the run is doing now.
struct StepRate {
  private var samples: [(time: Double, steps: Int)] = []

  /// Notes how many steps there were at a time; times do not decrease.
  mutating func note(steps: Int, at time: Double) {
    samples.append((time, steps))
    while samples.count > 2, time - samples[1].time > 30 { samples.removeFirst() }
  }

  /// Nil until a second has passed.
  var stepsPerSecond: Double? {
    guard let first = samples.first, let last = samples.last, last.time - first.time >= 1 else { return nil }
    return Double(last.steps - first.steps) / (last.time - first.time)
  }
}
