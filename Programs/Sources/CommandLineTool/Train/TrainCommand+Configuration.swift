import Student
import TeachDRL

extension TrainCommand {
  /// The configuration that the arguments describe; its values are checked when the run is made.
  ///
  /// - Throws: `Misuse`, or what reading a file throws that is named.
  func trainingConfiguration() throws -> TrainingConfiguration {
    if let count = student.layerCount, !(1...16).contains(count) {
      throw Misuse(message: "l is \(count); it must be a whole number from 1 to 16")
    }
    var configuration = try runOptions.config.map(TrainingConfiguration.init(contentsOf:)) ?? TrainingConfiguration()
    try setTracks(of: &configuration)
    try setTeacher(of: &configuration)
    if let file = tests.file { try configuration.readTestSet(at: file) }
    try setStudent(of: &configuration)
    for change in runOptions.changes + tests.changes { change.apply(&configuration) }
    return configuration
  }

  /// Where a run with a configuration goes.
  ///
  /// - Throws: `Misuse` if a file would be lost that the configuration was read from.
  func directory(of configuration: TrainingConfiguration) throws(Misuse) -> RunDirectory {
    let directory = RunDirectory(
      root: runOptions.dataDirectory, experimentName: configuration.experimentName, seed: configuration.seed)
    for (name, file) in [("config", runOptions.config), ("test_set", tests.file)] {
      guard runOptions.overwrite, let file, directory.holds(file) else { continue }
      throw Misuse(
        message: "\(name) is '\(file)', a file of the run that --overwrite would remove; choose another --exp_name,"
          + " --seed or --data_dir")
    }
    return directory
  }

  /// The options given that say what is computed, as they are written.
  func configurationFlags() throws(Misuse) -> [String] {
    let others: [(flag: String, isGiven: Bool)] = [
      ("config", runOptions.config != nil), ("data_dir", runOptions.givenDataDirectory != nil),
      ("test_set", tests.file != nil), ("bounds", !environment.boundsTexts.isEmpty),
      ("teacher", teacher.teacher != nil), ("l", student.layerCount != nil),
    ]
    return (runOptions.changes + tests.changes).map { "--\($0.flag)" } + student.flags.map { "--\($0)" }
      + (try environment.given() + teacher.given()).map(\.spelling)
      + others.filter(\.isGiven).map { "--\($0.flag)" }
  }

  /// Chooses the student, and refuses what only another one has.
  private func setStudent(of configuration: inout TrainingConfiguration) throws(Misuse) {
    if let name = student.name, name != configuration.student.name {
      guard let other = StudentConfiguration(named: name) else {
        throw Misuse(
          message: "student is '\(name)'; it must be \(StudentConfiguration.names.joined(separator: " or "))")
      }
      configuration.student = other
    }
    for change in try student.changes(of: configuration.student.name) { change.apply(&configuration) }
  }

  private func setTracks(of configuration: inout TrainingConfiguration) throws {
    let options = try environment.given()
    if let option = options.first(where: { $0.setting.name == "max_episode_steps" }) {
      throw Misuse(message: "\(option.spelling) is --max_ep_len here; give that one")
    }
    let given = options.map(\.setting)
    let choice = try runOptions.config == nil ? TrackChoice(given) : TrackChoice(given, changing: configuration)
    configuration.environment = choice.environment
    configuration.environmentOptions = choice.options
    let hasStumps = choice.options.contains { $0.name == "max_stump_height" && $0.value != OptionSetting.off }
    for option in options where ["max_stump_width", "max_stump_rot"].contains(option.setting.name) {
      guard option.setting.value == OptionSetting.off || hasStumps else {
        throw Misuse(
          message: "\(option.spelling) is about stumps, and there are none; add --max_stump_h 3.0, or leave it out")
      }
    }
    let bounds = try environment.bounds()
    configuration.taskBounds.removeAll { bound in bounds.contains { $0.name == bound.name } }
    configuration.taskBounds += bounds
  }

  /// Refuses what another teacher than the chosen one has. An unknown teacher the library refuses itself.
  private func setTeacher(of configuration: inout TrainingConfiguration) throws {
    if let name = teacher.teacher, name != configuration.teacher {
      configuration.teacher = name
      // The file's options are another teacher's.
      configuration.teacherOptions = []
    }
    let given = try teacher.given()
    let teachers = try Listing.teachers()
    if let chosen = teachers.first(where: { $0.name == configuration.teacher }) {
      for option in given where !chosen.hasOption(option.setting.name) {
        let owners = teachers.filter { $0.hasOption(option.setting.name) }.map(\.name)
        // What no teacher has the library refuses itself; it knows the nearest name.
        guard !owners.isEmpty else { continue }
        throw Misuse(
          message: "\(option.spelling) is an option of \(owners.joined(separator: ", ")), not of the chosen teacher"
            + " \(chosen.name); leave it out, or choose another --teacher")
      }
    }
    configuration.teacherOptions.removeAll { option in given.contains { $0.setting.name == option.name } }
    configuration.teacherOptions += given.map(\.setting)
  }
}
