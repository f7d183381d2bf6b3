/// Where a file that only grows ended at some moment, and what it held up to there.
struct FileEnd: Equatable {
  /// The length in bytes.
  var length = 0
  /// Of all bytes up to there; nil if it is not known: transitions have a checksum for each episode instead, and runs of
  /// earlier versions have none.
  var checksum: Checksum?
}

/// Where a run's files that only grow ended.
struct RunFileEnds: Equatable {
  var progress = FileEnd()
  var episodes = FileEnd()
  var testEpisodes = FileEnd()
  var teacherHistory = FileEnd()
  /// Nil if the learner keeps no log.
  var transitions: FileEnd?

  /// Each with its file's name.
  var byName: [(name: String, end: FileEnd)] {
    Self.files.map { (name: $0.name, end: self[keyPath: $0.end]) }
      + (transitions.map { [(name: RunDirectory.transitions, end: $0)] } ?? [])
  }

  /// Notes the checksum of a file by its name.
  mutating func note(_ checksum: Checksum, of name: String) {
    for file in Self.files where file.name == name { self[keyPath: file.end].checksum = checksum }
  }

  /// The files that every run has, with what they are called in a checkpoint.
  private static var files: [(name: String, key: String, end: WritableKeyPath<RunFileEnds, FileEnd>)] {
    [
      (RunDirectory.progress, "progress", \.progress), (RunDirectory.episodes, "episodes", \.episodes),
      (RunDirectory.testEpisodes, "test_episodes", \.testEpisodes),
      (RunDirectory.teacherHistory, "teacher_history", \.teacherHistory),
    ]
  }

  private static let transitionsKey = "transitions"
}

extension RunFileEnds {
  /// The ends as words about a file.
  ///
  /// - Parameter prefix: What their names begin with.
  func metadata(prefix: String = "") -> [(name: String, value: String)] {
    let ends =
      Self.files.map { ($0.key, self[keyPath: $0.end]) } + (transitions.map { [(Self.transitionsKey, $0)] } ?? [])
    return ends.flatMap { key, end in
      [("\(prefix)\(key)_length", "\(end.length)")]
        + (end.checksum.map { [("\(prefix)\(key)_checksum", "\($0.value)")] } ?? [])
    }
  }

  /// Nil where a length is missing or is no number.
  init?(_ file: SafeTensors, prefix: String = "") {
    self.init()
    func end(_ key: String) -> FileEnd? {
      guard let length = file.metadata("\(prefix)\(key)_length").flatMap({ Int($0) }), length >= 0 else { return nil }
      let checksum = file.metadata("\(prefix)\(key)_checksum").flatMap { UInt64($0) }.map { Checksum($0) }
      return FileEnd(length: length, checksum: checksum)
    }
    for (_, key, path) in Self.files {
      guard let end = end(key) else { return nil }
      self[keyPath: path] = end
    }
    transitions = end(Self.transitionsKey)
  }
}
