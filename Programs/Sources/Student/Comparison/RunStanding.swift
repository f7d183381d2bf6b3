import TeachDRL

/// Whether a run's teacher and student have had any effect yet.
public struct RunStanding: Sendable, Equatable {
  /// What the run was started with.
  public let configuration: TrainingConfiguration
  /// Training episodes finished.
  public let episodeCount: Int
  /// Whether the teacher has changed what it draws tasks from: fitted a mixture, split a region, moved a window. Nil if
  /// the run keeps no history of that.
  public let teacherHasChanged: Bool?
  /// Whether the student has chosen an action.
  public let studentHasActed: Bool

  /// Reads a run's tables.
  ///
  /// - Parameter steps: The environment steps that count, from the run's first.
  /// - Throws: A `FileError` or a `RunFileError`.
  public init(of directory: RunDirectory, steps: Int) throws {
    configuration = try TrainingConfiguration(of: directory)
    let episodeCount = try RunTables(directory).episodes.prefix { $0.totalSteps <= steps }.count
    self.episodeCount = episodeCount
    studentHasActed = steps > configuration.randomStepCount
    let keepsHistory = !configuration.teacherOptions.contains(OptionSetting("history", "0"))
    let history = keepsHistory ? try contents(ofFile: directory.file(RunDirectory.teacherHistory)) : nil
    teacherHasChanged = history.map { bytes in
      // What is behind the last line's end is not a whole line.
      guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return false }
      return JSONValue(bytes[..<end])?["episode"]?.integer.map { $0 <= episodeCount } ?? false
    }
  }
}
