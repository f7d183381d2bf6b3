/// A use of a teacher in which it does much in few episodes: on a task space of two dimensions, with every return another.
///
/// A process plays them at its first call of the library, so that all that Swift makes once is made before a thread could be
/// in the middle of it at a fork (`Exports/Rehearsal.swift`). `Tests/Reliability/first_uses.c` names a teacher whose brief
/// uses leave something out.
public struct BriefUse: Sendable {
  /// The options.
  public let options: [(name: String, value: String)]
  /// The number of episodes.
  public let episodes: Int

  init(_ options: [(name: String, value: String)] = [], episodes: Int = 14) {
    self.options = options
    self.episodes = episodes
  }
}
