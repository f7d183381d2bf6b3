/// What a caller did wrong: the argument, its value, and what would be right.
public struct UsageError: Error, Equatable, Sendable {
  /// The class of a mistake, as the C API's status codes tell them apart.
  public enum Kind: Sendable {
    /// An argument is missing, not finite, out of its range, of the wrong length, or not of the form it must have.
    case invalidArgument
    /// Nothing has that name.
    case unknownName
    /// The object cannot do this now.
    case invalidState
    /// This machine cannot do this at all.
    case unsupported
    /// The system refused to read or write a file.
    case inputOutput
    /// Bytes are not what they should be.
    case invalidData
    /// There is no such file.
    case notFound
    /// A saved state is another teacher's.
    case mismatch
  }

  /// The class of the mistake.
  public let kind: Kind
  /// One sentence for people.
  public let message: String

  /// A mistake of a given class, in words.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// An argument that is not what it must be.
  public static func invalidArgument(_ message: String) -> UsageError { UsageError(.invalidArgument, message) }

  /// A call that the object's present state does not allow.
  public static func invalidState(_ message: String) -> UsageError { UsageError(.invalidState, message) }

  /// A name that nothing has; the message offers the nearest of those there are.
  public static func unknownName(_ what: String, _ name: String, among names: [String]) -> UsageError {
    let known = names.isEmpty ? "there is none" : "there are: \(names.joined(separator: ", "))"
    let name = shortened(name)
    if let nearest = nearestName(to: name, among: names) {
      return UsageError(.unknownName, "\(what) '\(name)' is unknown; did you mean '\(nearest)'? (\(known))")
    }
    return UsageError(.unknownName, "\(what) '\(name)' is unknown; \(known)")
  }
}

/// A caller's text for a message: no longer than a line.
public func shortened(_ text: String) -> String {
  text.count <= 80 ? text : "\(text.prefix(80))..."
}
