/// Why bytes are not a state that can be restored.
public enum StateError: Error, Equatable, Sendable {
  /// They are no saved state at all.
  case foreign
  /// A later version of the library wrote them; the version of the format is given.
  case newer(UInt32)
  /// They end early, were changed, or say what no saved state says; one clause on what was found.
  case damaged(String)
}
