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
///
/// Tables grow by whole lines; the other files are replaced in one step. At no moment does a file hold half of what
/// was meant.
public struct RunDirectory: Sendable, Equatable {
  /// Where the folder is.
  public let path: String

  static let configuration = "config.json"
  static let progress = "progress.txt"
  static let episodes = "episodes.tsv"
  static let testEpisodes = "test_episodes.tsv"
  static let networks = "networks.safetensors"

  /// The folder of a run below a root: ROOT/EXP/EXP_sSEED.
  public init(root: String, experimentName: String, seed: UInt64) {
    path = "\(root)/\(experimentName)/\(experimentName)_s\(seed)"
  }

  /// Where the learner's networks go.
  var networksPath: String { file(Self.networks) }

  /// Makes the folder, with those above it, and sees to it that no earlier run is in it.
  ///
  /// With `overwrite` the files of an earlier run are removed; a stranger's files stay. Without, a folder that is not
  /// empty is refused with a `RunDirectoryInUse`. Throws a `FileError` where the system refuses.
  func prepare(overwrite: Bool) throws {
    try makeFolders()
    if overwrite {
      for name in [Self.configuration, Self.progress, Self.episodes, Self.testEpisodes, Self.networks] {
        if unlink(file(name)) != 0, errno != ENOENT {
          throw FileError(path: file(name), operation: "remove", code: errno)
        }
      }
    } else if try !isEmpty() {
      throw RunDirectoryInUse(path: path)
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

  private func file(_ name: String) -> String { "\(path)/\(name)" }

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
