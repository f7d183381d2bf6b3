import Glibc

/// Reads a whole file, or its first bytes; nil if there is none.
///
/// - Throws: If the system refuses for another reason.
func contents(ofFile path: String, upTo limit: Int = .max) throws(FileError) -> [UInt8]? {
  var bytes: [UInt8] = []
  return try readFile(path, upTo: limit) { bytes.append(contentsOf: $0) } ? bytes : nil
}

/// Reads a file piece by piece, as a whole or its first bytes.
///
/// - Parameter take: Gets the pieces one after another.
/// - Returns: False if there is no such file.
/// - Throws: If the system refuses for another reason.
func readFile(
  _ path: String, upTo limit: Int = .max, _ take: (UnsafeBufferPointer<UInt8>) -> Void
) throws(FileError) -> Bool {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else {
    if errno == ENOENT { return false }
    throw FileError(path: path, operation: "read", code: errno)
  }
  defer { close(file) }
  var buffer = [UInt8](repeating: 0, count: 1 << 20)
  var left = limit
  while left > 0 {
    let count = read(file, &buffer, min(left, buffer.count))
    if count == 0 { break }
    if count > 0 {
      buffer.withUnsafeBufferPointer { take(UnsafeBufferPointer(rebasing: $0[..<count])) }
      left -= count
    } else if errno != EINTR {
      throw FileError(path: path, operation: "read", code: errno)
    }
  }
  return true
}

/// A file of a run that does not hold what it should: damaged, or another program's.
public struct RunFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// What is wrong with it, and what would help.
  public let problem: String

  /// What helps if a run cannot go on without the file.
  static let remedy = "put a copy of it back, or start the run anew with --overwrite"

  /// One sentence for people.
  public var description: String { "'\(path)' \(problem)" }
}
