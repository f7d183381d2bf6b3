import ArgumentParser
import Glibc
import Student

/// `teachdrl train`
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a walker on tracks that a teacher chooses.",
    discussion: """
      The paper's run on Stump Tracks, many hours long:

        teachdrl train --exp_name test_alpgmm --teacher ALP-GMM --seed 42 --leg_size default \
      --max_stump_h 3.0 --max_obstacle_spacing 6.0

      At least one parameter of the track must be given; what is not given is off. Ctrl-C saves what there is and \
      stops; a second Ctrl-C stops at once.
      """)

  @OptionGroup(title: "Run") var runOptions: RunOptions
  @OptionGroup(title: "Walker and tracks") var environment: EnvironmentOptions
  @OptionGroup(title: "Teacher") var teacher: TeacherOptions
  @OptionGroup(title: "Student") var student: StudentOptions

  func run() throws {
    let training = try makeTraining()
    let output = Terminal.standardOutput
    if student.layerCount != nil, student.hiddenSize == nil {
      Terminal.standardError.write("Note: --l has no effect without --hid.\n")
    }
    StopRequest.listen()
    output.write("Training in \(training.directory.path)\n")
    var display = runOptions.quiet ? nil : ProgressDisplay(output)
    defer { display?.finish() }
    let outcome = try training.run { progress in
      display?.show(progress)
      return StopRequest.signal == nil
    }
    display?.show(outcome.progress)
    display?.finish()
    output.write(
      "\n"
        + trainingSummary(
          outcome, training.configuration, masteredReturn: training.masteredReturn, directory: training.directory))
    if !outcome.isComplete, let signal = StopRequest.signal { throw ExitCode(128 + signal) }
  }

  private func makeTraining() throws -> Training {
    guard !runOptions.dataDirectory.isEmpty else {
      throw Self.misuse("data_dir is empty; it names the folder that runs are kept in, such as 'data'")
    }
    do {
      return try Training(
        try trainingConfiguration(),
        directory: RunDirectory(
          root: runOptions.dataDirectory, experimentName: runOptions.experimentName, seed: runOptions.seed),
        overwrite: runOptions.overwrite)
    } catch let error as ConfigurationError {
      throw Self.misuse(error.description)
    } catch let error as LibraryError {
      throw Self.misuse(inTermsOfFlags(error.message))
    } catch let error as RunDirectoryInUse {
      throw RefusedDirectory(path: error.path)
    }
  }
}

extension TrainCommand {
  /// The configuration that the arguments describe; its values are checked when the run is made.
  func trainingConfiguration() throws -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.experimentName = runOptions.experimentName
    configuration.seed = runOptions.seed
    configuration.epochs = runOptions.epochs
    configuration.stepsPerEpoch = runOptions.stepsPerEpoch
    configuration.maxEpisodeSteps = runOptions.maxEpisodeSteps
    configuration.testEpisodeCount = runOptions.testEpisodeCount
    configuration.environmentOptions = environment.given.map(\.setting)
    configuration.teacher = teacher.teacher
    configuration.teacherOptions = try teacherSettings()
    if let size = student.hiddenSize {
      let layerCount = student.layerCount ?? 1
      guard (1...16).contains(layerCount) else {
        throw Self.misuse("l is \(layerCount); it must be a whole number from 1 to 16")
      }
      configuration.student.hiddenSizes = [Int](repeating: size, count: layerCount)
    }
    configuration.student.discount = student.gamma
    configuration.student.entropyCoefficient = student.entropyCoefficient
    configuration.student.learningRate = student.learningRate
    configuration.student.batchSize = student.batchSize
    configuration.replayCapacity = student.replayCapacity
    configuration.stepsPerUpdate = student.stepsPerUpdate
    return configuration
  }

  /// Refuses what another teacher than the chosen one has. An unknown teacher the library refuses itself.
  private func teacherSettings() throws -> [OptionSetting] {
    let teachers = try Listing.teachers()
    if let chosen = teachers.first(where: { $0.name == teacher.teacher }),
      let foreign = teacher.given.first(where: { !chosen.hasOption($0.setting.name) })
    {
      let owners = teachers.filter { $0.hasOption(foreign.setting.name) }.map(\.name)
      throw Self.misuse(
        "--\(foreign.flag) is an option of \(owners.joined(separator: ", ")), not of the chosen teacher \(chosen.name);"
          + " leave it out, or choose another --teacher")
    }
    return teacher.given.map(\.setting)
  }

  /// The library's message, with the flag that a person typed where the library's name for the option differs.
  private func inTermsOfFlags(_ message: String) -> String {
    let renamed = (environment.given + teacher.given).first {
      $0.flag != $0.setting.name && message.contains("'\($0.setting.name)'")
    }
    return renamed.map { "--\($0.flag): \(message)" } ?? message
  }
}

/// An earlier run is where this one would go.
private struct RefusedDirectory: Error, CustomStringConvertible {
  let path: String

  var description: String {
    "\(path) is not empty, and a run is never mixed with another: add --overwrite to replace it,"
      + " or choose another --exp_name, --seed or --data_dir"
  }
}
