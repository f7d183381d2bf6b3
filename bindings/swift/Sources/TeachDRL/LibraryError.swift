import CTeachDRL

/// A call that the library refused: the class of the failure, and the library's own sentence on what was wrong and would be
/// right.
public struct LibraryError: Error, Equatable, CustomStringConvertible {
  /// The classes of failure, each for a status of the C API.
  public enum Kind: Sendable, Equatable {
    /// An argument is not finite, out of its range, of the wrong length, or not of the form it must have.
    case invalidArgument
    /// There is no teacher, environment, option or parameter of that name.
    case unknownName
    /// The object cannot do this now, for instance step before a reset.
    case invalidState
    /// This machine cannot run the library: it needs AVX2 and FMA.
    case unsupported
    /// The system refused to read or write a file.
    case inputOutput
    /// The bytes are no saved state, are damaged or cut short, or a later version of the library wrote them.
    case invalidData
    /// There is no such file.
    case notFound
    /// A saved state is of another teacher than the one that was described.
    case mismatch
    /// A status that this version of the binding does not know.
    case other(UInt32)
  }

  /// The class of the failure.
  public let kind: Kind
  /// What the library said.
  public let message: String

  /// The message, followed by nothing else: it is written for people.
  public var description: String { message }

  /// Takes the calling thread's last message.
  init(_ status: teachdrl_status) {
    self.kind = Kind(status)
    self.message = String(cString: teachdrl_last_error())
  }
}

extension LibraryError.Kind {
  fileprivate init(_ status: teachdrl_status) {
    switch status {
    case TEACHDRL_INVALID_ARGUMENT: self = .invalidArgument
    case TEACHDRL_UNKNOWN_NAME: self = .unknownName
    case TEACHDRL_INVALID_STATE: self = .invalidState
    case TEACHDRL_UNSUPPORTED: self = .unsupported
    case TEACHDRL_IO_ERROR: self = .inputOutput
    case TEACHDRL_INVALID_DATA: self = .invalidData
    case TEACHDRL_NOT_FOUND: self = .notFound
    case TEACHDRL_MISMATCH: self = .mismatch
    default: self = .other(status.rawValue)
    }
  }
}

/// Throws what the library said unless a call succeeded.
@inline(__always)
func check(_ status: teachdrl_status) throws(LibraryError) {
  if status != TEACHDRL_OK { throw LibraryError(status) }
}
