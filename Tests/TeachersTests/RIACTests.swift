import Testing

@testable import Teachers

@Test func aThirdOfTheTasksIgnoreProgress() throws {
  let teacher = try makeTeacher("RIAC", .unitBox(dimension: 1))
  // Progress everywhere left of a half, none right; the lowest reward lies at 0.25.
  for episode in 0..<4000 {
    let task = Double(episode * 613 % 4000) / 4000
    teacher.update([task], task < 0.5 ? Double(episode) / 4000 - (abs(task - 0.25) < 1e-3 ? 9 : 0) : 0)
  }
  let right = Double((0..<20_000).count { _ in teacher.sample()[0] > 0.5 }) / 20_000
  // At least half of the 20 % that are uniform; the rest comes from regions that reach over the middle.
  #expect(right > 0.1 - 0.01)
  #expect(right < 0.45)
}

@Test func splitScoresDiffer() throws {
  let runs = try ["difference", "cardinality"].map { score in
    try makeTeacher("RIAC", .unitBox(dimension: 2), ["split_score": score]).train(2000) { task, episode in
      task[0] > 0.5 ? Double(episode) / 2000 : 0.2 * task[1]
    }
  }
  #expect(runs[0] != runs[1])
}
