import TeachDRL
import Testing

@testable import Student

@Suite struct TrainingPartsTests {
  private func effective(_ options: [OptionSetting], teacher: String = "ALP-GMM") throws -> [String: String] {
    var configuration = TrainingConfiguration.small
    configuration.teacher = teacher
    configuration.teacherOptions = options
    let file = try TrainingParts(configuration, threadCount: 1).configurationFile
    // What is recorded makes the same teacher.
    configuration.teacherOptions = file.configuration.teacherOptions
    let again = try TrainingParts(configuration, threadCount: 1).configurationFile
    #expect(again.configuration.teacherOptions == file.configuration.teacherOptions)
    return Dictionary(uniqueKeysWithValues: file.configuration.teacherOptions.map { ($0.name, $0.value) })
  }

  /// The default of one bound gives way to the other, as in the library.
  @Test(arguments: [("max_k", "1"), ("min_k", "20")])
  func takesOneBoundOfTheComponents(option: String, value: String) throws {
    let options = try effective([OptionSetting(option, value)])
    #expect(options["min_k"] == value && options["max_k"] == value)
  }

  @Test func recordsEveryOption() throws {
    for teacher in try Listing.teachers() where teacher.name != "Oracle" {
      #expect(Set(try effective([], teacher: teacher.name).keys) == Set(teacher.options.map(\.name)))
    }
    let file = try TrainingParts(.small, threadCount: 1).configurationFile
    let environment = try #require(try Listing.environments().first { $0.name == "stump-tracks" })
    #expect(Set(file.configuration.environmentOptions.map(\.name)) == Set(environment.options.map(\.name)))
  }

  /// The published choice, unless another one is made: no unit box, and the environment's range of returns.
  @Test(arguments: ["ALP-GMM", "Covar-GMM", "RIAC"])
  func keepsThePublishedUnits(teacher: String) throws {
    let published = try effective([], teacher: teacher)
    #expect(published["normalize"] == "false" && published["reward_range"] == "-150.0,350.0")
    let chosen = try effective(
      [OptionSetting("normalize", "true"), OptionSetting("reward_range", "auto")], teacher: teacher)
    #expect(chosen["normalize"] == "true" && chosen["reward_range"] == "auto")
  }

  /// A teacher that learns from successes gets them as rewards, as they are.
  @Test func learnsFromSuccesses() throws {
    #expect(try effective([OptionSetting("signal", "success")])["reward_range"] == "0.0,1.0")
    func successReturn(_ options: [OptionSetting]) throws -> Double? {
      var configuration = TrainingConfiguration.small
      configuration.teacherOptions = options
      return try TrainingParts(configuration, threadCount: 1).successReturn
    }
    #expect(try successReturn([]) == 230)
    #expect(try successReturn([OptionSetting("success_return", "7")]) == nil)
    #expect(try successReturn([OptionSetting("success_return", "off")]) == nil)
  }

  @Test(arguments: [
    (
      [OptionSetting("signal", "success"), OptionSetting("success_return", "off")],
      "success, which the run does not have; with"
    ),
    ([OptionSetting("signal", "score")], "needs each episode's score, which the run does not have"),
  ])
  func refusesATeacherThatNeedsMoreThanIsKnown(options: [OptionSetting], message: String) {
    let error = #expect(throws: ConfigurationError.self) { try effective(options) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  /// The test set is the same with lower bounds, which tracks of tests go below.
  @Test func lowerBoundsAreTheTeachers() throws {
    var configuration = TrainingConfiguration.small
    configuration.environmentOptions += [
      OptionSetting("min_stump_height", "0.2"), OptionSetting("min_obstacle_spacing", "1"),
    ]
    configuration.testSet = [[0, 0], [0.3, 2]]
    configuration.testEpisodeCount = 2
    let parts = try TrainingParts(configuration, threadCount: 1)
    #expect(parts.configurationFile.parameters.map(\.low) == [0.2, 1])
    for task in parts.evaluation.tasks { try parts.evaluation.environment.setTask(task) }
    #expect(throws: LibraryError.self) { try parts.environment.setTask([0, 0]) }
    for _ in 0..<50 { #expect(try parts.teacher.propose().task[0] >= 0.2) }
  }

  /// Tracks reach as far as the test set, whichever option sets a parameter's bound.
  @Test(arguments: [
    ("stump-tracks", [OptionSetting("max_stump_height", "1"), OptionSetting("max_obstacle_spacing", "1")], 2),
    ("hexagon-tracks", [OptionSetting("max_poly_shape", "1")], 12),
    ("stump-sequence", [OptionSetting("max_stump_seq", "1")], 10),
    ("walker-tracks", [OptionSetting("max_stump_height", "1"), OptionSetting("max_stump_width", "1")], 2),
    (
      "walker-tracks",
      [
        OptionSetting("max_stump_height", "1"), OptionSetting("max_stump_width", "1"),
        OptionSetting("max_stump_width_deviation", "1"),
      ], 3
    ),
  ])
  func playsATestSetOfItsOwn(environment: String, options: [OptionSetting], dimension: Int) throws {
    var configuration = TrainingConfiguration.small
    configuration.environment = environment
    configuration.environmentOptions = options
    // Beyond every bound of the training tasks.
    configuration.testSet = [
      [Double](repeating: 0, count: dimension), [Double](repeating: 3.5, count: dimension),
    ]
    configuration.testEpisodeCount = 2
    let parts = try TrainingParts(configuration, threadCount: 1)
    #expect(parts.evaluation.tasks == configuration.testSet)
    for task in parts.evaluation.tasks { try parts.evaluation.environment.setTask(task) }
    #expect(parts.environment.parameters.allSatisfy { $0.high == 1 })
  }

  @Test(arguments: [
    ([[1, 2], [1]], "task 2 of the test set has 1 value; a task has 2"),
    ([[-1, 2]], "task 1 of the test set has -1.0 for stump_height; it must be from 0.0 to 100.0"),
    ([[1, 101]], "for obstacle_spacing"), ([], "nb_test_episodes is 1; the test set has 0 tasks"),
  ])
  func refusesATestSetThatCannotBePlayed(tasks: [[Double]], message: String) throws {
    var configuration = TrainingConfiguration.small
    configuration.testSet = tasks
    configuration.testEpisodeCount = 1
    let error = #expect(throws: ConfigurationError.self) { try configuration.check() }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
