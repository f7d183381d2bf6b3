import Student
import TeachDRL

/// Runs grouped by teacher, as text and as comma-separated values.
struct RunComparison {
  /// What is compared.
  private static let measures: [(name: String, title: String, value: @Sendable (RunOutcome) -> Double)] = [
    ("mastered_percent", "mastered test tasks, %", { $0.masteredShare }),
    ("test_return", "mean test return", { $0.test.meanReturn }),
  ]

  let runs: [RunOutcome]

  /// Throws a `Misuse` if runs are tested on different tasks, or on different numbers of them: their means are of different
  /// things.
  init(_ runs: [RunOutcome]) throws(Misuse) {
    if let first = runs.first, let other = runs.first(where: { $0.test.taskCount != first.test.taskCount }) {
      throw Misuse(
        message: "the runs are tested on different numbers of tasks, \(first.path) on \(first.test.taskCount) and"
          + " \(other.path) on \(other.test.taskCount); compare those with the same nb_test_episodes")
    }
    if let first = runs.first, let other = runs.first(where: { $0.testSet != first.testSet }) {
      throw Misuse(
        message: "the runs are tested on different tasks: \(first.path) and \(other.path) do not have the same test_set"
      )
    }
    self.runs = runs
  }

  /// Sentences on runs whose teacher or student has had no effect yet, and on what the runs differ in beside teacher and
  /// seed: the runs of one teacher in its options, all runs in their environments and students.
  var remarks: [String] {
    var remarks = standingRemarks(runs.map(\.standing))
    remarks += teachers.compactMap { teacher in
      differences(runs.filter { $0.teacher == teacher }.map(\.teacherOptions)).map {
        "the runs of \(teacher) differ in \($0); they are counted together."
      }
    }
    if let differing = differences(runs.map(\.environmentOptions)) {
      remarks.append("the runs' environments differ in \(differing); their means say little together.")
    }
    if let differing = differences(runs.map(\.studentOptions)) {
      remarks.append("the runs' students differ in \(differing); a difference may be theirs, not the teachers'.")
    }
    return remarks
  }

  /// The teachers in the order of their runs.
  private var teachers: [String] {
    runs.map(\.teacher).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func sample(_ teacher: String, _ value: (RunOutcome) -> Double) -> Sample {
    Sample(runs.filter { $0.teacher == teacher }.map(value))
  }

  private var pairs: [(String, String)] {
    teachers.indices.flatMap { first in teachers[(first + 1)...].map { (teachers[first], $0) } }
  }

  var text: String {
    let width = max(12, (teachers.map(\.count).max() ?? 0) + 2)
    var text = "After epoch \(runs.first?.epoch ?? 0), \(counted(runs.count, "run")).\n"
    for measure in Self.measures {
      text += "\n\(leftAligned(measure.title, 24))\n" + leftAligned("  teacher", width + 2)
      text += rightAligned("runs", 6) + rightAligned("mean", 10) + rightAligned("deviation", 12) + "\n"
      for teacher in teachers {
        let sample = sample(teacher, measure.value)
        text += leftAligned("  \(teacher)", width + 2) + rightAligned("\(sample.count)", 6)
        text += rightAligned(fixed(sample.mean), 10) + rightAligned(number(sample.deviation), 12) + "\n"
      }
      for (first, second) in pairs {
        text += "  \(first) against \(second): \(verdict(first, second, measure.value))\n"
      }
    }
    return text
  }

  private func verdict(_ first: String, _ second: String, _ value: (RunOutcome) -> Double) -> String {
    guard let test = WelchTest(sample(first, value), sample(second, value)) else {
      return "no test; it needs two runs of each that differ"
    }
    return "t = \(fixed(test.t, decimals: 2)), \(fixed(test.degreesOfFreedom)) degrees of freedom,"
      + " p = \(fixed(test.pValue, decimals: 4))"
  }

  private func number(_ value: Double) -> String { value.isNaN ? "-" : fixed(value) }

  /// Three tables in one, told apart by their first column.
  var csv: String {
    var lines = ["run,path,teacher,seed,epoch," + Self.measures.map(\.name).joined(separator: ",")]
    for run in runs {
      let cells = [csvCell(run.path), csvCell(run.teacher), "\(run.seed)", "\(run.epoch)"]
      lines.append((["run"] + cells + Self.measures.map { "\($0.value(run))" }).joined(separator: ","))
    }
    lines.append("teacher,measure,teacher,runs,mean,deviation")
    for measure in Self.measures {
      for teacher in teachers {
        let sample = sample(teacher, measure.value)
        lines.append(
          "teacher,\(measure.name),\(csvCell(teacher)),\(sample.count),\(sample.mean),\(value(sample.deviation))")
      }
    }
    lines.append("welch,measure,first,second,t,degrees_of_freedom,p")
    for measure in Self.measures {
      for (first, second) in pairs {
        let test = WelchTest(sample(first, measure.value), sample(second, measure.value))
        let cells = [test?.t, test?.degreesOfFreedom, test?.pValue].map { $0.map { "\($0)" } ?? "" }
        lines.append((["welch", measure.name, csvCell(first), csvCell(second)] + cells).joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func value(_ number: Double) -> String { number.isNaN ? "" : "\(number)" }

  /// The same tables as JSON, and notes on them.
  func json(notes: [String]) -> String {
    JSONText.object([
      ("epoch", JSONText(runs.first?.epoch)),
      ("runs", .array(runs.map(json))),
      (
        "teachers",
        .array(Self.measures.flatMap { measure in teachers.map { json($0, measure.name, sample($0, measure.value)) } })
      ),
      (
        "tests",
        .array(
          Self.measures.flatMap { measure in
            pairs.map { json($0, measure.name, WelchTest(sample($0.0, measure.value), sample($0.1, measure.value))) }
          })
      ),
      ("notes", .array(notes.map(JSONText.string))),
    ]).text() + "\n"
  }

  private func json(_ run: RunOutcome) -> JSONText {
    .object(
      [
        ("path", .string(run.path)), ("teacher", .string(run.teacher)), ("seed", .unsigned(run.seed)),
        ("epoch", .integer(run.epoch)),
      ] + Self.measures.map { ($0.name, JSONText($0.value(run))) })
  }

  private func json(_ teacher: String, _ measure: String, _ sample: Sample) -> JSONText {
    .object([
      ("measure", .string(measure)), ("teacher", .string(teacher)), ("runs", .integer(sample.count)),
      ("mean", JSONText(sample.mean)), ("deviation", JSONText(sample.deviation)),
    ])
  }

  private func json(_ pair: (String, String), _ measure: String, _ test: WelchTest?) -> JSONText {
    .object([
      ("measure", .string(measure)), ("first", .string(pair.0)), ("second", .string(pair.1)), ("t", JSONText(test?.t)),
      ("degrees_of_freedom", JSONText(test?.degreesOfFreedom)), ("p", JSONText(test?.pValue)),
    ])
  }
}

/// The settings that are not the same everywhere, each with its values; nil where there are none.
private func differences(_ runs: [[OptionSetting]]) -> String? {
  var names: [String] = []
  for setting in runs.joined() where !names.contains(setting.name) { names.append(setting.name) }
  let differing = names.compactMap { name -> String? in
    var values: [String] = []
    for run in runs {
      let value = run.first { $0.name == name }?.value ?? "none"
      if !values.contains(value) { values.append(value) }
    }
    return values.count > 1 ? "\(name) (\(values.joined(separator: " and ")))" : nil
  }
  return differing.isEmpty ? nil : differing.joined(separator: ", ")
}
