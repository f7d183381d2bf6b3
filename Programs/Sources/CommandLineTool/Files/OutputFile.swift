import Student

/// A file that a command writes its result to, in place of what is there.
struct OutputFile {
  let path: String
  private let inputs: Inputs

  /// Checks early what writing would find out late.
  ///
  /// - Throws: A `FileError` if the file cannot be written, an `OverwriteRefusal` if it must not be.
  init(_ path: String, inputs: Inputs) throws {
    (self.path, self.inputs) = (path, inputs)
    try requireReplaceableFile(at: path)
    try inputs.requireOutput(path)
  }

  /// Replaces the file's content in one step.
  func write(_ bytes: [UInt8]) throws {
    try inputs.requireOutput(path)
    try replaceFile(at: path, with: bytes)
  }
}
