import Student

/// Sentences on runs whose teacher or student has had no effect yet: their tables say nothing about either.
func standingRemarks(_ runs: [RunStanding]) -> [String] {
  let teachers = runs.map(\.configuration.teacher).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
  return teachers.compactMap { teacher in teacherRemark(runs.filter { $0.configuration.teacher == teacher }, teacher) }
    + [studentRemark(runs)].compactMap { $0 }
}

/// What a teacher does that changes its tasks, by an option that says when.
private let changes: [(option: String, missing: String, tasks: String)] = [
  ("fit_rate", "fitted", "random"), ("max_region_size", "split its task space", "random"),
  ("reward_threshold", "moved its window", "all from the first one"),
]

private func teacherRemark(_ runs: [RunStanding], _ teacher: String) -> String? {
  let idle = runs.filter { $0.teacherHasChanged == false }
  guard let first = idle.first,
    let change = changes.first(where: { change in
      first.configuration.teacherOptions.contains { $0.name == change.option }
    })
  else { return nil }
  let values = distinct(
    idle.map { run in run.configuration.teacherOptions.first { $0.name == change.option }?.value ?? "" })
  return "\(teacher) has not \(change.missing) yet\(extent(idle.count, runs.count)): its tasks were \(change.tasks)"
    + " (\(change.option) \(values.joined(separator: " or ")), \(range(idle.map(\.episodeCount))))."
}

private func studentRemark(_ runs: [RunStanding]) -> String? {
  let idle = runs.filter { !$0.studentHasActed }
  guard !idle.isEmpty else { return nil }
  let values = distinct(idle.map { "\($0.configuration.softActorCritic.startSteps)" })
  return "The student has not acted yet\(extent(idle.count, runs.count)): all actions in training were random"
    + " (start_steps \(values.joined(separator: " or ")))."
}

private func extent(_ count: Int, _ total: Int) -> String {
  total == 1 ? "" : count == total ? " in any of \(total) runs" : " in \(count) of \(total) runs"
}

private func range(_ counts: [Int]) -> String {
  let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
  return least == most ? counted(least, "episode") : "\(grouped(least)) to \(counted(most, "episode"))"
}

private func distinct(_ values: [String]) -> [String] {
  values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
}
