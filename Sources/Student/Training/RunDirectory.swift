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

  /// Makes the folder, with those above it, and sees to it that no earlier run is in it.
  ///
  /// With `overwrite` the files of an earlier run are removed; a stranger's files stay. Without, a folder that is not
  /// empty is refused with `RunDirectoryError.notEmpty`.
  func prepare(overwrite: Bool) throws(RunDirectoryError) {
    try makeDirectories()
    if overwrite {
      for name in [Self.configuration, Self.progress, Self.episodes, Self.testEpisodes, Self.networks] {
        if unlink(file(name)) != 0, errno != ENOENT { throw .cannotWrite(file(name), because: errno) }
      }
    } else if try !isEmpty() {
      throw .notEmpty(path)
    }
  }

  /// Opens a table to append to, and writes its first line.
  func makeTable(_ name: String, header: String) throws(RunDirectoryError) -> AppendedFile {
    let table = try AppendedFile(path: file(name))
    try table.append(header)
    return table
  }

  /// Replaces a file by a text in one step.
  func replace(_ name: String, with text: String) throws {
    try replace(name) { path throws(RunDirectoryError) in try AppendedFile(path: path).append(text) }
  }

  /// Replaces a file in one step by what `write` leaves at the path that it is given.
  func replace(_ name: String, writtenBy write: (String) throws -> Void) throws {
    let temporary = file(".\(name).new")
    defer { unlink(temporary) }
    // What a killed run may have left.
    unlink(temporary)
    try write(temporary)
    guard synchronize(temporary) == 0, rename(temporary, file(name)) == 0 else {
      throw RunDirectoryError.cannotWrite(file(name), because: errno)
    }
  }

  private func file(_ name: String) -> String { "\(path)/\(name)" }

  private func makeDirectories() throws(RunDirectoryError) {
    var prefix = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      prefix += component + "/"
      if mkdir(prefix, 0o777) != 0, errno != EEXIST { throw .cannotWrite(path, because: errno) }
    }
  }

  private func isEmpty() throws(RunDirectoryError) -> Bool {
    guard let directory = opendir(path) else { throw .cannotWrite(path, because: errno) }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      // "." and ".." are all that an empty folder holds.
      let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != Array(".".utf8), name != Array("..".utf8) { return false }
    }
    return true
  }
}

/// Why a run's folder cannot be used.
public enum RunDirectoryError: Error, Equatable, CustomStringConvertible {
  /// An earlier run, or something else, is there.
  case notEmpty(String)
  /// The system refused to make or to write a file; `because` is its error number.
  case cannotWrite(String, because: Int32)

  /// One sentence for people.
  public var description: String {
    switch self {
    case .notEmpty(let path): "the run directory \(path) is not empty"
    case .cannotWrite(let path, let number): "cannot write \(path): \(String(cString: strerror(number)))"
    }
  }
}

/// Sees to it that a file's bytes are on the disk before its name is.
private func synchronize(_ path: String) -> Int32 {
  let descriptor = open(path, O_RDONLY)
  guard descriptor >= 0 else { return -1 }
  defer { close(descriptor) }
  return fsync(descriptor)
}
