/// What a teacher proposes beside the task.
public struct Proposal: Sendable, Equatable {
  /// The number of a level, which can be played again; nil if there is none.
  public var level: UInt64?
  /// The seed to reset the environment with; nil if the environment goes on by its own.
  public var seed: UInt64?
  /// Whether the student should learn from the episode.
  public var isForLearning: Bool

  /// A proposal; without arguments, of a task alone.
  public init(level: UInt64? = nil, seed: UInt64? = nil, isForLearning: Bool = true) {
    self.level = level
    self.seed = seed
    self.isForLearning = isForLearning
  }
}
