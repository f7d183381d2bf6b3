import Glibc
import Pictures
import Student

/// A folder that a command writes its results to.
struct OutputFolder {
  let path: String

  /// Makes the folder, with those above it, where it is not there.
  init(_ path: String) throws(FileError) {
    guard !path.isEmpty else { throw FileError(path: path, operation: "create", code: ENOENT) }
    self.path = path
    var prefix = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      prefix += component + "/"
      if mkdir(prefix, 0o777) != 0, errno != EEXIST { throw FileError(path: path, operation: "create", code: errno) }
    }
    // Something else than a folder may have the name.
    do {
      try requireReplaceableFile(at: file("x"))
    } catch {
      throw FileError(path: path, operation: "write to", code: error.code)
    }
  }

  /// The path of a file in it.
  func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  /// Writes a file, and returns its path.
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try replaceFile(at: file(name), with: bytes)
    return file(name)
  }

  /// Writes a picture as NAME.svg and NAME.png, and returns their paths.
  func write(_ picture: Picture, to name: String) throws -> [String] {
    [try write(try picture.svg(), to: "\(name).svg"), try write(try picture.png(), to: "\(name).png")]
  }
}
