import Testing

@testable import Teachers

/// Rewards that rise with time on the left, fall on the right, and stand still between.
private func play(_ task: [Double], _ episode: Int) -> Double {
  let time = Double(episode % 250) / 250
  return task[0] < 0.3 ? time : task[0] > 0.7 ? 1 - time : 0.5
}

/// The shares of tasks on the left and on the right.
private func shares(_ options: [String: String]) throws -> (left: Double, right: Double) {
  let teacher = try makeTeacher("Covar-GMM", .unitBox(dimension: 1), options, seed: 2)
  var (left, right) = (0, 0)
  // Uniform tasks, so that each fit sees both sides.
  for batch in 0..<20 {
    for episode in 0..<250 {
      let task = [Double((episode * 97 + batch) % 250) / 250]
      teacher.update(task, play(task, episode))
    }
    for _ in 0..<200 {
      let task = teacher.sample()
      if task[0] < 0.35 { left += 1 }
      if task[0] > 0.65 { right += 1 }
    }
  }
  return (Double(left) / 4000, Double(right) / 4000)
}

@Test func tasksGoWhereRewardsGrow() throws {
  let (left, right) = try shares([:])
  #expect(left > 0.7)
  #expect(right < 0.15)
}

@Test func absoluteProgressCountsFallingRewardsToo() throws {
  let (left, right) = try shares(["absolute_lp": "true"])
  #expect(left > 0.3)
  #expect(right > 0.3)
}

@Test func withoutGrowthComponentsAreChosenUniformly() throws {
  let teacher = try makeTeacher(
    "Covar-GMM", try space([0], [10]), ["max_k": "2", "random_task_ratio": "0", "normalize": "false"])
  for episode in 0..<250 { teacher.update([episode % 5 == 0 ? 1 : 9], 0) }
  let low = Double((0..<2000).count { _ in teacher.sample()[0] < 5 }) / 2000
  // A fifth of the tasks, but half of the components.
  #expect(abs(low - 0.5) < 5 * 0.5 / 2000.0.squareRoot())
}
