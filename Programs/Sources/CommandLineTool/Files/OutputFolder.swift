import Glibc
import Pictures
import Student

/// A folder that a command writes its results to.
struct OutputFolder {
  let path: String
  private let inputs: Inputs

  /// Makes the folder, with those above it, if it is not there.
  ///
  /// - Throws: A `FileError` if it cannot be made or written to, an `OverwriteRefusal` if a run has a file of that name.
  init(_ path: String, inputs: Inputs) throws {
    guard !path.isEmpty else { throw FileError(path: path, operation: "create", code: ENOENT) }
    (self.path, self.inputs) = (path, inputs)
    try inputs.requireOutput(path)
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
  ///
  /// - Throws: What `OutputFile` throws; `StopRequest.exitCode` if the command was asked to stop.
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    if StopRequest.isReceived { throw StopRequest.exitCode }
    try OutputFile(file(name), inputs: inputs).write(bytes)
    return file(name)
  }

  /// Writes a picture as NAME.svg and NAME.png, and returns their paths.
  func write(_ picture: Picture, to name: String) throws -> [String] {
    [try write(try picture.svg(), to: "\(name).svg"), try write(try picture.png(), to: "\(name).png")]
  }
}
