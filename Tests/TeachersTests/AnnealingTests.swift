import Testing

@testable import Teachers

@Suite struct AnnealingTests {
  @Test func theBoxIsTheOneBetweenTheFirstAndTheLast() throws {
    let teacher = try makeTeacher(
      "Annealing", try space([0, 0], [1, 8]), ["first_box": "0,0,0.25,2", "last_box": "0.5,4,1,8", "duration": "64"])
    for episode in 0...80 {
      let share = Double(min(episode, 64)) / 64
      let bounds = try teacher.bounds()
      #expect(bounds.low == [0.5 * share, 4 * share])
      #expect(zip(bounds.high, [0.25 + 0.75 * share, 2 + 6 * share]).allSatisfy { abs($0 - $1) < 1e-12 })
      let task = teacher.sample()
      #expect(zip(task, bounds.low).allSatisfy { $0 >= $1 } && zip(task, bounds.high).allSatisfy { $0 <= $1 })
      // It needs to know nothing of the outcome.
      teacher.update(task, EpisodeOutcome())
    }
    #expect(teacher.needs == [] && teacher.changeEpisodes.last == 64)
  }

  /// Two points make a way of single tasks, in both directions.
  @Test func aWayOfSingleTasksNeedsNoWidth() throws {
    let teacher = try makeTeacher(
      "Annealing", .unitBox(dimension: 1), ["first_box": "0.75,0.75", "last_box": "0.25,0.25", "duration": "4"])
    let tasks = teacher.train(6) { _, _ in 0 }
    #expect(tasks == [[0.75], [0.625], [0.5], [0.375], [0.25], [0.25]])
    #expect(try errorMessage("Annealing", .unitBox(dimension: 1), [("last_box", "0.1")]) != nil)
  }
}
