import TeachDRL

/// The lines of `teacher_history.jsonl`: a JSON object for each time the teacher changed what it draws tasks from.
///
///     {"episode": 250, "mixture": {"weights": [...], "means": [[...], ...], "covariances": [...], "sampling_weights": [...]}}
///     {"episode": 400, "regions": [{"low": [...], "high": [...], "progress": 0.1, "is_leaf": true}, ...]}
struct TeacherHistory {
  private var newest: UInt64

  /// A history that goes on behind what a teacher has already gone through.
  init(of teacher: Teacher) throws(LibraryError) { newest = try teacher.history().last ?? 0 }

  /// The lines for what is new.
  mutating func newLines(of teacher: Teacher) throws(LibraryError) -> String {
    var lines = ""
    for episode in try teacher.history() where episode > newest {
      newest = episode
      var members: [(String, JSONText)] = [("episode", .unsigned(episode))]
      if let mixture = try teacher.mixture(at: episode) { members.append(("mixture", text(mixture))) }
      let regions = try teacher.regions(at: episode)
      if !regions.isEmpty { members.append(("regions", .array(regions.map(text)))) }
      lines += JSONText.object(members).line() + "\n"
    }
    return lines
  }

  private func text(_ mixture: Teacher.Mixture) -> JSONText {
    .object([
      ("weights", numbers(mixture.weights)), ("means", .array(mixture.means.map(numbers))),
      ("covariances", .array(mixture.covariances.map(numbers))),
      ("sampling_weights", numbers(mixture.samplingWeights)),
    ])
  }

  private func text(_ region: Teacher.Region) -> JSONText {
    .object([
      ("low", numbers(region.low)), ("high", numbers(region.high)), ("progress", .number(region.progress)),
      ("is_leaf", .boolean(region.isLeaf)),
    ])
  }

  private func numbers(_ values: [Double]) -> JSONText { .array(values.map { .number($0) }) }
}
