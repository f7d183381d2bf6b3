import Student

/// A run as `teachdrl train --json` tells of it at its end.
struct RunEnding {
  let directory: RunDirectory
  /// "complete", "stopped" or "failed".
  let state: String
  /// What the run said if it failed.
  var error: String?
  let report: RunReport
}

/// What `teachdrl train --json` prints: the runs, and remarks on what had no effect.
func runsJSON(_ runs: [RunEnding], remarks: [String]) -> String {
  JSONText.object([
    ("runs", .array(runs.map(json))), ("notes", .array(remarks.map(JSONText.string))),
  ]).text() + "\n"
}

private func json(_ run: RunEnding) -> JSONText {
  .object([
    ("path", .string(run.directory.path)), ("state", .string(run.state)),
    ("error", run.error.map(JSONText.string) ?? .null), ("steps", .integer(run.report.stepCount)),
    ("total_steps", .integer(run.report.totalSteps)), ("epochs", .integer(run.report.epochCount)),
    ("training_return", JSONText(run.report.recentReturn)),
    // A run that has not been tested has no outcome.
    ("test", (try? RunOutcome(of: run.directory)).map(json) ?? .null),
  ])
}

private func json(_ outcome: RunOutcome) -> JSONText {
  .object([
    ("epoch", .integer(outcome.epoch)), ("test_count", .integer(outcome.test.taskCount)),
    ("mastered_count", .integer(outcome.test.masteredCount)), ("mastered_percent", JSONText(outcome.masteredShare)),
    ("test_return", JSONText(outcome.test.meanReturn)),
  ])
}
