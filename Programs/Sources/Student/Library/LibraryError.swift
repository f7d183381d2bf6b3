import CTeachDRL

/// A call that the library refused: its status, and the library's own sentence on what was wrong and would be right.
public struct LibraryError: Error, Equatable, CustomStringConvertible {
  /// The class of the failure.
  public let status: teachdrl_status
  /// What the library said.
  public let message: String

  /// The message, followed by nothing else: it is written for people.
  public var description: String { message }

  /// Takes the calling thread's last message.
  init(_ status: teachdrl_status) {
    self.status = status
    self.message = String(cString: teachdrl_last_error())
  }
}

/// Throws what the library said unless a call succeeded.
@inline(__always)
func check(_ status: teachdrl_status) throws(LibraryError) {
  if status != TEACHDRL_OK { throw LibraryError(status) }
}
