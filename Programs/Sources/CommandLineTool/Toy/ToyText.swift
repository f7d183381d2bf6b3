import Student
import TeachDRL

/// The share of mastered cells over time, a column a teacher: of one seed, or the mean and the standard deviation.
func toyTable(_ runs: [ToyComparison.Run], _ comparison: ToyComparison) -> String {
  let seeds = comparison.seeds.count
  var text = "Toy environment, tasks of \(comparison.dimension) parameters: share of mastered cells in percent"
  text += seeds == 1 ? ".\n\n" : ",\nmean and standard deviation over \(grouped(seeds)) seeds.\n\n"
  let columns = comparison.teachers.map { teacher in runs.filter { $0.teacher == teacher.name } }
  let width = seeds == 1 ? 10 : 13
  func row(_ first: String, _ cells: [String]) -> String {
    ([rightAligned(first, 10)] + cells.map { rightAligned($0, width) }).joined(separator: "  ") + "\n"
  }
  text += row("episode", comparison.teachers.map(\.name))
  let rowCount = min(10, comparison.episodes)
  let rows = Set((0...rowCount).map { comparison.episodes * $0 / rowCount })
  for (place, episode) in comparison.points.enumerated() where rows.contains(episode) {
    text += row(grouped(episode), columns.map { summary($0.map { $0.scores[place] }) })
  }
  return text
}

/// A line for each thousandth episode and the last, by teacher, seed and episode.
func toyCSV(_ runs: [ToyComparison.Run], _ comparison: ToyComparison) -> String {
  var text = "teacher,seed,episode,score\n"
  for run in runs {
    for (episode, score) in zip(comparison.points, run.scores)
    where episode % 1000 == 0 || episode == comparison.episodes {
      text += "\(run.teacher),\(run.seed),\(episode),\(score)\n"
    }
  }
  return text
}

/// `35.2`, or of several numbers `35.2 +- 2.8`.
private func summary(_ scores: [Double]) -> String {
  let sample = Sample(scores)
  guard sample.count > 1 else { return fixed(sample.mean) }
  return "\(fixed(sample.mean)) +- \(rightAligned(fixed(sample.deviation), 4))"
}

/// The scores at every point, of each teacher and seed, with their means and deviations over the seeds.
func toyJSON(_ runs: [ToyComparison.Run], _ comparison: ToyComparison) -> String {
  let teachers = comparison.teachers.map { teacher in
    let runs = runs.filter { $0.teacher == teacher.name }
    let samples = comparison.points.indices.map { place in Sample(runs.map { $0.scores[place] }) }
    return JSONText.object([
      ("name", .string(teacher.name)), ("mean", JSONText(samples.map(\.mean))),
      ("deviation", runs.count > 1 ? JSONText(samples.map(\.deviation)) : .null),
      (
        "runs",
        .array(runs.map { .object([("seed", .unsigned($0.seed)), ("mastered_percent", JSONText($0.scores))]) })
      ),
    ])
  }
  return JSONText.object([
    ("dimension", .integer(comparison.dimension)),
    ("episodes", .array(comparison.points.map(JSONText.integer))), ("teachers", .array(teachers)),
  ]).text() + "\n"
}
