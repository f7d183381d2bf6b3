import Glibc

/// A file operation that the system refused.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// What was tried, as in "write".
  public let operation: String
  /// The system's error number.
  public let code: Int32

  /// A failure with the system's error number.
  public init(path: String, operation: String, code: Int32) {
    (self.path, self.operation, self.code) = (path, operation, code)
  }

  /// One sentence for people.
  public var description: String { "cannot \(operation) '\(path)': \(String(cString: strerror(code)))" }
}
