import TeachDRL

/// What a run goes on from: the learner, the teacher and a boundary between two episodes.
///
/// It is a safetensors file: the networks and the optimisers' moments as tensors, the teacher's state as bytes, the rest
/// as metadata.
struct Checkpoint {
  private static let format = "teachdrl-checkpoint-1"
  static let configurationKey = "configuration"
  private static let checksumKey = "checksum"
  private static let lastTeacher = "last_teacher"
  private let file: SafeTensors
  let boundary: EpisodeBoundary
  let teacherState: [UInt8]
  /// The wall time that the run has taken so far.
  let seconds: Double
  /// Whether nothing of the run is left to do.
  let isComplete: Bool
  /// Where the growing files of a complete run end; nil if it is not complete, or of a version that did not say.
  let completeEnds: RunFileEnds?

  /// Takes a copy of everything.
  ///
  /// - Parameters:
  ///   - configuration: The text of the run's `config.json`.
  ///   - completeEnds: If nothing of the run is left to do: where its growing files end.
  ///   - lastTeacherState: The teacher at the end of a complete run, if it has heard of episodes since the boundary.
  init(
    _ boundary: EpisodeBoundary, configuration: String, learner: any Learner, teacherState: [UInt8], seconds: Double,
    completeEnds: RunFileEnds?, lastTeacherState: [UInt8]? = nil
  ) {
    isComplete = completeEnds != nil
    self.completeEnds = completeEnds
    var file = SafeTensors(
      metadata: [("format", Self.format), ("seconds", "\(seconds)"), ("is_complete", "\(isComplete)")]
        + [(Self.configurationKey, configuration)]
        + (completeEnds?.metadata(prefix: "complete_") ?? []))
    boundary.encode(into: &file)
    learner.encode(into: &file)
    file.add("teacher", teacherState)
    if let lastTeacherState { file.add(Self.lastTeacher, lastTeacherState) }
    file.metadata.append((Self.checksumKey, "\(file.checksum.value)"))
    self.file = file
    self.boundary = boundary
    self.teacherState = teacherState
    self.seconds = seconds
  }

  /// The file's content.
  func encoded() -> [UInt8] { file.encoded() }

  /// Reads a file; nil where there is none.
  ///
  /// Throws a `FileError` or, where the file is no checkpoint, a `RunFileError`.
  init?(path: String) throws {
    guard let bytes = try contents(ofFile: path) else { return nil }
    guard var file = SafeTensors(bytes), file.metadata("format") == Self.format,
      let boundary = EpisodeBoundary(file), let teacherState = file.bytes("teacher"),
      let seconds = file.metadata("seconds").flatMap({ Double($0) }), seconds.isFinite,
      let isComplete = file.metadata("is_complete").flatMap({ Bool($0) })
    else {
      throw RunFileError(path: path, problem: "is damaged, or of another version of teachdrl; \(RunFileError.remedy)")
    }
    if let checksum = file.metadata(Self.checksumKey) {
      file.metadata.removeAll { $0.name == Self.checksumKey }
      guard checksum == "\(file.checksum.value)" else {
        throw RunFileError(path: path, problem: "is damaged, its checksum is wrong; \(RunFileError.remedy)")
      }
    }
    self.file = file
    self.boundary = boundary
    self.teacherState = teacherState
    self.seconds = seconds
    self.isComplete = isComplete
    completeEnds = isComplete ? RunFileEnds(file, prefix: "complete_") : nil
  }

  /// How many epochs a complete run has; nil if the checkpoint does not say.
  var completeEpochs: Int? {
    completeEnds == nil
      ? nil : file.metadata(Self.configurationKey).flatMap { JSONValue($0.utf8) }?["epochs"]?.integer
  }

  /// Cuts off what was appended to the files of a complete run, and writes networks and teacher anew if they are missing
  /// or differ.
  ///
  /// - Parameter learner: One that has the checkpoint's state.
  /// - Returns: The names of the files that were changed.
  /// - Throws: A `FileError`.
  func restoreResults(of learner: any Learner, in directory: RunDirectory) throws -> [String] {
    guard let completeEnds else { return [] }
    var names = try directory.cutBack(to: completeEnds)
    let results = [
      (RunDirectory.networks, learner.encodedNetworks()),
      (RunDirectory.teacher, file.bytes(Self.lastTeacher) ?? teacherState),
    ]
    for (name, bytes) in results where try contents(ofFile: directory.file(name)) != bytes {
      try replaceFile(at: directory.file(name), with: bytes)
      names.append(name)
    }
    return names
  }

  /// The teacher that was saved; nil if it is not the one that a run's configuration describes.
  func teacher(of parts: TrainingParts) throws(LibraryError) -> Teacher? {
    do {
      return try Teacher(
        state: teacherState, of: parts.configuration.teacher, parameters: parts.configurationFile.parameters)
    } catch  where error.kind == .mismatch {
      return nil
    }
  }

  /// Gives a learner the state that was saved; false, and nothing is changed, where it has other sizes.
  func restore(_ learner: any Learner) -> Bool { learner.restore(from: file) }
}
