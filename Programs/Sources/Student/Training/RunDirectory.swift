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
  /// In the order in which they are removed: without its configuration a folder holds no run, whatever else is left.
  private static let all = [
    configuration, checkpoint, progress, episodes, testEpisodes, networks, teacher, teacherHistory,
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

  /// What two spellings of one folder have in common; nil if there is no such folder.
  public var identity: FileIdentity? { FileIdentity(path: path) }

  /// Whether a path, however it is spelt, is that of one of the run's files.
  public func holds(_ path: String) -> Bool {
    guard let identity = FileIdentity(path: path) else { return false }
    return ownFiles.contains { FileIdentity(path: $0) == identity }
  }

  /// The paths of the files that a run keeps in its folder, be they there or not.
  public var ownFiles: [String] { Self.all.map(file) }

  /// The run that keeps the file at a path, be the file there or not; nil if the file is no run's.
  public init?(owningFileAt path: String) {
    let target = resolved(String(path.reversed().drop { $0 == "/" }.reversed()))
    let folder = RunDirectory(path: Student.folder(of: target))
    let name = target.split(separator: "/").last.map { String($0) } ?? ""
    // Some file systems do not tell capitals from other letters.
    let isOwn = Self.all.contains { $0 == name.lowercased() || isTemporary(name, of: $0) }
    guard isOwn, [Self.configuration, Self.transitions].contains(where: { access(folder.file($0), F_OK) == 0 }) else {
      return nil
    }
    self = folder
  }

  /// Whether the folder has the configuration of a run, which a run that starts writes last.
  public var holdsRun: Bool { access(file(Self.configuration), F_OK) == 0 }

  /// Whether a run has come further here than to its tables' first lines.
  ///
  /// - Parameter heads: Where the growing files end when a run has just been made.
  /// - Throws: `FileError` if the system cannot tell. What cannot be seen must not be overwritten.
  func holdsTraining(behind heads: RunFileEnds) throws(FileError) -> Bool {
    for name in [Self.networks, Self.teacher] {
      if try length(of: name) != nil { return true }
    }
    for (name, end) in heads.byName {
      if try length(of: name) ?? 0 > end.length { return true }
    }
    return false
  }

  /// Makes the folder, with those above it, locks it, and sees to it that no earlier run is in it.
  ///
  /// With `overwrite` the files of an earlier run are removed; a stranger's files stay. Without, a folder that is not
  /// empty is refused with a `RunDirectoryInUse`, and so is one that a run is going on in, with a `RunIsGoingOn`. Throws
  /// a `FileError` where the system refuses.
  func prepare(overwrite: Bool) throws -> RunLock {
    try makeFolders()
    let lock = try RunLock(self)
    try removeTemporaries()
    if overwrite {
      try clear()
    } else if try !folderEntries(path).isEmpty {
      throw RunDirectoryInUse(path: path)
    }
    return lock
  }

  /// Removes the files of a run, but its configuration where that is to stay.
  func clear(keepingConfiguration: Bool = false) throws(FileError) {
    for name in Self.all where !(keepingConfiguration && name == Self.configuration) {
      try remove(name)
    }
  }

  /// Removes the temporary files of processes that were killed while they replaced one of the run's files. Whoever calls
  /// this holds the folder's lock, so that no such process goes on.
  func removeTemporaries() throws(FileError) {
    for name in try folderEntries(path) where Self.all.contains(where: { isTemporary(name, of: $0) }) {
      try remove(name)
    }
  }

  private func remove(_ name: String) throws(FileError) {
    if unlink(file(name)) != 0, errno != ENOENT {
      throw FileError(path: file(name), operation: "remove", code: errno)
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
}

/// There is something in the folder of a run that is about to start.
public struct RunDirectoryInUse: Error, Equatable, CustomStringConvertible {
  /// The folder.
  public let path: String

  /// One sentence for people.
  public var description: String { "the run directory \(path) is not empty" }
}
