/// What a run goes on from: the learner, the teacher and a boundary between two episodes.
///
/// It is a safetensors file: the networks and the optimisers' moments as tensors, the teacher's state as bytes, the rest
/// as metadata.
struct Checkpoint {
  private static let format = "teachdrl-checkpoint-1"
  private let file: SafeTensors
  let boundary: EpisodeBoundary
  let teacherState: [UInt8]
  /// The wall time that the run has taken so far.
  let seconds: Double
  /// Whether nothing of the run is left to do.
  let isComplete: Bool

  /// Takes a copy of everything.
  init(
    _ boundary: EpisodeBoundary, learner: LearnerState, teacherState: [UInt8], seconds: Double, isComplete: Bool
  ) {
    var file = SafeTensors(
      metadata: [("format", Self.format), ("seconds", "\(seconds)"), ("is_complete", "\(isComplete)")]
        + boundary.metadata)
    learner.encode(into: &file)
    file.add("teacher", teacherState)
    self.file = file
    self.boundary = boundary
    self.teacherState = teacherState
    self.seconds = seconds
    self.isComplete = isComplete
  }

  /// The file's content.
  func encoded() -> [UInt8] { file.encoded() }

  /// Reads a file; nil where there is none.
  ///
  /// Throws a `FileError` or, where the file is no checkpoint, a `RunFileError`.
  init?(path: String) throws {
    guard let bytes = try contents(ofFile: path) else { return nil }
    guard let file = SafeTensors(bytes), file.metadata("format") == Self.format,
      let boundary = EpisodeBoundary(file), let teacherState = file.bytes("teacher"),
      let seconds = file.metadata("seconds").flatMap({ Double($0) }), seconds.isFinite,
      let isComplete = file.metadata("is_complete").flatMap({ Bool($0) })
    else {
      throw RunFileError(path: path, problem: "is damaged, or of another version of teachdrl; the run cannot go on")
    }
    self.file = file
    self.boundary = boundary
    self.teacherState = teacherState
    self.seconds = seconds
    self.isComplete = isComplete
  }

  /// Gives a learner the state that was saved; false, and nothing is changed, where it has other sizes.
  func restore(_ learner: LearnerState) -> Bool { learner.restore(from: file) }
}
