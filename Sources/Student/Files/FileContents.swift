import Glibc

/// Reads a whole file; nil where there is none.
///
/// - Throws: If the system refuses for another reason.
func contents(ofFile path: String) throws(FileError) -> [UInt8]? {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else {
    if errno == ENOENT { return nil }
    throw FileError(path: path, operation: "read", code: errno)
  }
  defer { close(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 20)
  while true {
    let count = read(file, &buffer, buffer.count)
    if count == 0 { return bytes }
    if count > 0 {
      bytes.append(contentsOf: buffer[..<count])
    } else if errno != EINTR {
      throw FileError(path: path, operation: "read", code: errno)
    }
  }
}

/// A file of a run that does not hold what it should: damaged, or another program's.
public struct RunFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// What is wrong with it, and what would help.
  public let problem: String

  /// One sentence for people.
  public var description: String { "'\(path)' \(problem)" }
}
