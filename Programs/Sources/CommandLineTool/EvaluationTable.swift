import Student
import TeachDRL

/// What a policy did on a test set, as text, as comma-separated values and as JSON.
struct EvaluationTable {
  /// The run's folder.
  let path: String
  /// The run's teacher.
  let teacher: String
  /// The parameters of a task.
  let parameters: [TaskParameter]
  /// The return above which a task counts as mastered.
  let masteredReturn: Double
  /// The episodes, in the order of the test set.
  let episodes: [EpisodeRecord]
  /// What they come to.
  let result: TestResult

  /// The table of the episodes that a run's policy has played.
  init(_ episodes: [EpisodeRecord], _ policy: TrainedPolicy, path: String) {
    self.path = path
    teacher = policy.configuration.teacher
    parameters = policy.parameters
    masteredReturn = policy.masteredReturn
    self.episodes = episodes
    result = policy.result(episodes)
  }

  private var masteredShare: Double { 100 * Double(result.masteredCount) / Double(result.taskCount) }

  private func isMastered(_ episode: EpisodeRecord) -> Bool { episode.episodeReturn > masteredReturn }

  /// A line a task, and what they come to.
  var text: String {
    // Twelve offsets of vertices would make lines that nobody reads.
    let shown = parameters.count <= 4 ? parameters : []
    let widths = shown.map { max($0.name.count, 8) + 2 }
    var text = rightAligned("task", 6) + zip(shown, widths).map { rightAligned($0.name, $1) }.joined()
    text += rightAligned("return", 10) + rightAligned("length", 8) + rightAligned("mastered", 10) + "\n"
    for (index, episode) in episodes.enumerated() {
      let values = zip(zip(shown, episode.task), widths).map { cell, width in
        rightAligned(cell.0.text(cell.1, decimals: 3), width)
      }.joined()
      text += rightAligned("\(index + 1)", 6) + values + rightAligned(fixed(episode.episodeReturn), 10)
      text += rightAligned("\(episode.length)", 8)
      text += rightAligned(isMastered(episode) ? "yes" : "", 10) + "\n"
    }
    let threshold = fixed(masteredReturn, decimals: 0)
    return text + "\nMean return \(fixed(result.meanReturn)); mastered (above \(threshold)):"
      + " \(result.masteredCount) of \(result.taskCount), \(fixed(masteredShare)) %.\n"
  }

  /// A line a task, below the columns' names, which are those of a run's `test_episodes.tsv`.
  var csv: String {
    episodes.enumerated().reduce(csvLine(["test_task"] + parameters.map(\.name) + ["return", "length", "mastered"])) {
      text, row in
      let (index, episode) = row
      return text
        + csvLine(
          ["\(index + 1)"] + episode.task.map { "\($0)" }
            + ["\(episode.episodeReturn)", "\(episode.length)", isMastered(episode) ? "1" : "0"])
    }
  }

  /// An object with all of it.
  var json: String {
    let tests = episodes.map { episode in
      JSONText.object([
        ("task", .object(zip(parameters, episode.task).map { ($0.name, .number($1)) })),
        ("return", .number(episode.episodeReturn)), ("length", .integer(episode.length)),
        ("mastered", .boolean(isMastered(episode))),
      ])
    }
    return JSONText.object([
      ("path", .string(path)), ("teacher", .string(teacher)), ("mastered_return", .number(masteredReturn)),
      ("parameters", .array(parameters.map(JSONText.init))),
      ("test_count", .integer(result.taskCount)), ("mastered_count", .integer(result.masteredCount)),
      ("mastered_percent", JSONText(masteredShare)), ("test_return", JSONText(result.meanReturn)),
      ("test_episodes", .array(tests)),
    ]).text() + "\n"
  }
}
