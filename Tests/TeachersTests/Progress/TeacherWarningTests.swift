import Numerics
import Tasks
import Testing

@testable import Teachers

@Suite struct TeacherWarningTests {
  private func names(_ teacher: TeacherInstance) -> Set<String> {
    Set(teacher.warnings().map { $0.name(in: teacher.taskSpace) })
  }

  /// A student that learns everywhere, faster where the first coordinate is low.
  private func learning(_ task: [Double], _ episode: Int) -> Double {
    min(1, Double(episode) / (2000 * (0.1 + task[0])))
  }

  @Test func notFittedUntilTheFirstFit() throws {
    let teacher = try makeTeacher("ALP-GMM", .unitBox(dimension: 2))
    #expect(names(teacher).isEmpty)
    teacher.train(249, learning)
    #expect(names(teacher) == ["not_fitted"])
    teacher.train(1, learning)
    #expect(names(teacher).isEmpty)
    // What never changes is not late.
    let random = try makeTeacher("Random", .unitBox(dimension: 2))
    random.train(150, learning)
    #expect(names(random).isEmpty)
  }

  @Test func unchangedIfFitsMoveNothing() throws {
    let idle = try makeTeacher("ALP-GMM", .unitBox(dimension: 2), ["random_task_ratio": "1"])
    idle.train(250 * 25, learning)
    #expect(!names(idle).contains("unchanged"))
    idle.train(250 * 4, learning)
    #expect(names(idle).contains("unchanged"))
    // A window that moves on has moved.
    let moving = try makeTeacher(
      "Oracle", .unitBox(dimension: 1), ["reward_threshold": "-1", "step_rate": "1000", "window_step_vector": "0.03"])
    moving.train(27_500) { task, _ in task[0] }
    #expect(moving.numbers()["changes"] == 27)
    #expect(!names(moving).contains("unchanged"))
  }

  @Test func constantRewards() throws {
    let teacher = try makeTeacher("RIAC", .unitBox(dimension: 2))
    teacher.train(199) { _, _ in 0.5 }
    #expect(!names(teacher).contains("constant_rewards"))
    teacher.train(1) { _, _ in 0.5 }
    #expect(names(teacher).contains("constant_rewards"))
    teacher.train(1) { _, _ in 0.25 }
    #expect(!names(teacher).contains("constant_rewards"))
    // Returns that differ, all beyond a range that was given wrong.
    let clamped = try makeTeacher("RIAC", .unitBox(dimension: 2), ["reward_range": "0,1"])
    clamped.train(300) { task, _ in 100 + task[0] }
    #expect(names(clamped).contains("constant_rewards"))
  }

  @Test func alwaysOrNeverSuccessful() throws {
    for (success, name) in [(1.0, "always_successful"), (0, "never_successful")] {
      let teacher = try makeTeacher("Random", .unitBox(dimension: 1))
      func play(_ count: Int, _ success: Double) {
        for _ in 0..<count { teacher.update(teacher.sample(), EpisodeOutcome(success: success)) }
      }
      play(1, 0.5)
      play(199, success)
      #expect(names(teacher).isEmpty)
      play(1, success)
      #expect(names(teacher) == [name])
      play(1, 0.5)
      #expect(names(teacher).isEmpty)
    }
  }

  @Test func bordersThatAreNotProposed() throws {
    let parameters = [
      try Parameter("wide", .number, low: 0, high: 1),
      try Parameter("kind", .category(["a", "b", "c", "d", "e", "f"])),
    ]
    let window = try makeTeacher(
      "Oracle", try TaskSpace(parameters), ["reward_threshold": "1e9", "window_step_vector": "0.1,1"])
    for _ in 0..<1999 { _ = window.sample() }
    #expect(names(window).isEmpty)
    _ = window.sample()
    #expect(names(window) == ["high_border_not_proposed/wide"])
    let other = try makeTeacher(
      "Oracle", .unitBox(dimension: 1), ["reward_threshold": "1e9", "window_step_vector": "-0.1"])
    for _ in 0..<2000 { _ = other.sample() }
    #expect(names(other) == ["low_border_not_proposed/task[0]"])
    let random = try makeTeacher("Random", .unitBox(dimension: 30))
    for _ in 0..<5000 { _ = random.sample() }
    #expect(names(random).isEmpty)
  }

  @Test func parametersWithoutInfluence() throws {
    let teacher = try makeTeacher("Random", .unitBox(dimension: 2))
    var generator = Xoshiro256PlusPlus(seed: 11)
    for _ in 0..<500 { _ = teacher.sample() }
    teacher.train(800) { task, _ in task[0] + generator.normal() }
    #expect(names(teacher).isEmpty)  // Too little is known yet.
    teacher.train(19_200) { task, _ in task[0] + generator.normal() }
    // The first explains 1/12 of 13/12, a thirteenth.
    #expect(names(teacher) == ["no_influence/task[1]"])
  }

  @Test func aCurriculumThatWorksHasNoWarnings() throws {
    let teacher = try makeTeacher("ALP-GMM", .unitBox(dimension: 2))
    var cells = Cells()
    for episode in 1...20_000 {
      let task = teacher.sample()
      teacher.update(task, cells.play(task))
      if episode % 500 == 0, episode >= 1000 {
        #expect(names(teacher).subtracting(["constant_rewards"]).isEmpty, "after \(episode)")
      }
    }
    #expect(cells.masteredShare > 20)
  }

  @Test func textsNameTheParameterAndSayWhatToDo() throws {
    let taskSpace = try TaskSpace([try Parameter("gravity", .number, low: 0, high: 1)])
    for kind in TeacherWarning.Kind.allCases {
      let text = TeacherWarning(kind: kind, parameter: 0).text(in: taskSpace)
      #expect(text.contains(";") || text.contains(":"))
    }
    #expect(TeacherWarning(kind: .noInfluence, parameter: 0).text(in: taskSpace).contains("'gravity'"))
  }
}
