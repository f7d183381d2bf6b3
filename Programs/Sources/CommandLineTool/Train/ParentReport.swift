import Student

/// How far a run is, as one process tells another: a line of numbers between spaces, `-` where there is none yet.
struct RunReport: Equatable {
  var stepCount = 0
  var totalSteps = 0
  var epochCount = 0
  var recentReturn: Double?
  var masteredCount: Int?
  var testCount: Int?

  init() {}

  init(_ progress: TrainingProgress) {
    stepCount = progress.stepCount
    totalSteps = progress.totalSteps
    epochCount = progress.epochCount
    recentReturn = progress.recentReturn
    if let test = progress.lastTest, test.taskCount > 0 {
      (masteredCount, testCount) = (test.masteredCount, test.taskCount)
    }
  }

  /// Nil where a line is not such a report.
  init?(line: String) {
    let cells = line.split(separator: " ")
    guard cells.count == 7, cells[0] == "progress", let stepCount = Int(cells[1]), let totalSteps = Int(cells[2]),
      let epochCount = Int(cells[3])
    else { return nil }
    self.stepCount = stepCount
    self.totalSteps = totalSteps
    self.epochCount = epochCount
    recentReturn = Double(cells[4])
    masteredCount = Int(cells[5])
    testCount = Int(cells[6])
  }

  var line: String {
    func cell(_ value: (some LosslessStringConvertible)?) -> String { value.map { "\($0)" } ?? "-" }
    return "progress \(stepCount) \(totalSteps) \(epochCount) \(cell(recentReturn)) \(cell(masteredCount))"
      + " \(cell(testCount))"
  }
}

/// Sends reports to the process that started this one, two a second.
struct ParentReport {
  private let output: Terminal
  private var next = ContinuousClock.now

  init(_ output: Terminal) {
    self.output = output
  }

  /// Cheap: called before every step.
  mutating func send(_ progress: TrainingProgress) {
    let now = ContinuousClock.now
    guard now >= next else { return }
    next = now + .milliseconds(500)
    sendNow(progress)
  }

  func sendNow(_ progress: TrainingProgress) { output.write(RunReport(progress).line + "\n") }
}
