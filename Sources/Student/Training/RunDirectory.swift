import Glibc

/// The folder that a training run leaves behind.
///
/// | file | what |
/// | --- | --- |
/// | `config.json` | all that is needed to repeat the run |
/// | `progress.txt` | a line per epoch |
/// | `episodes.tsv` | a line per training episode |
/// | `test_episodes.tsv` | a line per test episode |
/// | `networks.safetensors` | the learner's networks as last saved |
/// | `teacher.state` | the teacher as last saved, for `teachdrl_teacher_load` |
/// | `teacher_history.jsonl` | a line for each fit of a mixture, split of a region or move of a window |
/// | `checkpoint.safetensors` | what a run that was stopped goes on from, but for the replay buffer |
/// | `transitions.bin` | every step, from which the replay buffer is filled again |
///
/// Tables and transitions grow by whole pieces; the other files are replaced in one step. At no moment does a file hold
/// half of what was meant. A checkpoint says how far the growing files belong to it; what is behind is played again.
public struct RunDirectory: Sendable, Equatable {
  /// Where the folder is.
  public let path: String

  static let configuration = "config.json"
  static let progress = "progress.txt"
  static let episodes = "episodes.tsv"
  static let testEpisodes = "test_episodes.tsv"
  static let networks = "networks.safetensors"
  static let teacher = "teacher.state"
  static let teacherHistory = "teacher_history.jsonl"
  static let checkpoint = "checkpoint.safetensors"
  static let transitions = "transitions.bin"
  /// In the order in which they are removed: without its checkpoint a run starts anew, whatever else is left of it.
  private static let all = [
    checkpoint, configuration, progress, episodes, testEpisodes, networks, teacher, teacherHistory,
    transitions,
  ]

  /// The folder of a run that is there.
  public init(path: String) { self.path = path }

  /// The folder of a run below a root: ROOT/EXP/EXP_sSEED.
  public init(root: String, experimentName: String, seed: UInt64) {
    path = "\(root)/\(experimentName)/\(experimentName)_s\(seed)"
  }

  /// Where the learner's networks go.
  var networksPath: String { file(Self.networks) }
  /// Where the checkpoint goes.
  var checkpointPath: String { file(Self.checkpoint) }

  /// Makes the folder, with those above it, locks it, and sees to it that no earlier run is in it.
  ///
  /// With `overwrite` the files of an earlier run are removed; a stranger's files stay. Without, a folder that is not
  /// empty is refused with a `RunDirectoryInUse`, and so is one that a run is going on in, with a `RunIsGoingOn`. Throws
  /// a `FileError` where the system refuses.
  func prepare(overwrite: Bool) throws -> RunLock {
    try makeFolders()
    let lock = try RunLock(self)
    if overwrite {
      try clear()
    } else if try !isEmpty() {
      throw RunDirectoryInUse(path: path)
    }
    return lock
  }

  /// Removes the files of a run, but its configuration where that is to stay.
  func clear(keepingConfiguration: Bool = false) throws(FileError) {
    for name in Self.all where !(keepingConfiguration && name == Self.configuration) {
      if unlink(file(name)) != 0, errno != ENOENT {
        throw FileError(path: file(name), operation: "remove", code: errno)
      }
    }
  }

  /// Opens a table to append to, and writes its first line.
  func makeTable(_ name: String, header: String) throws(FileError) -> AppendedFile {
    let table = try AppendedFile(path: file(name))
    try table.append(header)
    return table
  }

  /// Replaces a file by a text in one step.
  func replace(_ name: String, with text: String) throws(FileError) {
    try replaceFile(at: file(name), with: Array(text.utf8))
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  private func makeFolders() throws(FileError) {
    var prefix = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      prefix += component + "/"
      if mkdir(prefix, 0o777) != 0, errno != EEXIST {
        throw FileError(path: path, operation: "create", code: errno)
      }
    }
  }

  private func isEmpty() throws(FileError) -> Bool {
    guard let folder = opendir(path) else { throw FileError(path: path, operation: "open", code: errno) }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      // "." and ".." are all that an empty folder holds.
      if ![".", ".."].contains(name(of: entry)) { return false }
    }
    return true
  }
}

/// An entry is only as long as its name needs, so it must not be read as a whole.
private func name(of entry: UnsafeMutablePointer<dirent>) -> String {
  let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
  return String(cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
}

/// There is something in the folder of a run that is about to start.
public struct RunDirectoryInUse: Error, Equatable, CustomStringConvertible {
  /// The folder.
  public let path: String

  /// One sentence for people.
  public var description: String { "the run directory \(path) is not empty" }
}
