import TeachDRL
import Testing

@testable import Student

@Suite struct TaskBoundsTests {
  private static let space = [
    TaskParameter("stump_height", low: 0, high: 3),
    TaskParameter("obstacle_spacing", low: 0, high: 6),
  ]

  @Test func narrowsWhatIsNamed() throws {
    let bounds = [TaskBounds("obstacle_spacing", low: 2, high: 6)]
    #expect(
      try Self.space.narrowed(to: bounds) == [
        Self.space[0], TaskParameter("obstacle_spacing", low: 2, high: 6),
      ])
    #expect(try Self.space.narrowed(to: []) == Self.space)
  }

  @Test(arguments: [
    (TaskBounds("height", low: 0, high: 1), "'height', which is not in the task space"),
    (TaskBounds("stump_height", low: -1, high: 1), "bounds of stump_height are -1.0 and 1.0; they must be"),
    (TaskBounds("stump_height", low: 1, high: 3.5), "from 0.0 to 3.0"),
    (TaskBounds("stump_height", low: 2, high: 2), "in ascending order"),
    (TaskBounds("stump_height", low: .nan, high: 2), "in ascending order"),
  ])
  func refusesWhatIsNoPart(bounds: TaskBounds, message: String) {
    let error = #expect(throws: ConfigurationError.self) { try Self.space.narrowed(to: [bounds]) }
    #expect(error?.description.contains(message) == true)
  }

  @Test func refusesANameTwice() {
    let bounds = TaskBounds("stump_height", low: 1, high: 2)
    #expect(throws: ConfigurationError.self) { try Self.space.narrowed(to: [bounds, bounds]) }
    let both = [TaskBounds("point", low: 0, high: 1), TaskBounds("y", low: 0, high: 1)]
    let error = #expect(throws: ConfigurationError.self) { try Self.typed.narrowed(to: both) }
    #expect(error?.description == "bounds has 'y' twice; give it once")
  }

  private static let typed = [
    TaskParameter("legs", .integer, low: 2, high: 6, unit: "legs", defaultValue: 4),
    TaskParameter("ground", .category(["grass", "ice"]), low: 0, high: 1),
    TaskParameter("x", low: 0, high: 2, group: "point"), TaskParameter("y", low: 0, high: 2, group: "point"),
  ]

  /// A group's name narrows all of it; whatever else a parameter has stays, but a default outside.
  @Test func narrowsGroupsAndKeepsTheRest() throws {
    let narrowed = try Self.typed.narrowed(to: [
      TaskBounds("point", low: 1, high: 2), TaskBounds("legs", low: 2, high: 3),
    ])
    #expect(narrowed[2...].allSatisfy { $0.low == 1 && $0.high == 2 && $0.group == "point" })
    #expect(narrowed[0] == TaskParameter("legs", .integer, low: 2, high: 3, unit: "legs"))
    #expect(throws: ConfigurationError.self) { try Self.typed.narrowed(to: [TaskBounds("legs", low: 2, high: 3.5)]) }
    #expect(throws: ConfigurationError.self) { try Self.typed.narrowed(to: [TaskBounds("ground", low: 0, high: 1)]) }
  }

  /// The teacher proposes nothing else, and a mixture is fitted to what it proposed.
  @Test(arguments: ["ALP-GMM", "Covar-GMM", "RIAC", "Random"])
  func teacherChoosesWithinThem(teacher: String) throws {
    var configuration = TrainingConfiguration.small
    configuration.teacher = teacher
    if ["RIAC", "Random"].contains(teacher) { configuration.teacherOptions = [] }
    configuration.taskBounds = [TaskBounds("obstacle_spacing", low: 2, high: 2.5)]
    let parts = try TrainingParts(configuration, threadCount: 1)
    for _ in 0..<100 {
      let task = try parts.teacher.sampleTask()
      #expect((0...0.5).contains(task[0]) && (2...2.5).contains(task[1]))
      try parts.environment.setTask(task)
      try parts.teacher.update(task: task, episodeReturn: task[1])
    }
    #expect(parts.configurationFile.parameters.map(\.low) == [0, 2])
    #expect(parts.configurationFile.parameters.map(\.high) == [0.5, 2.5])
  }
}
