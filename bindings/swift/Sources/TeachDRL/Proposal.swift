import CTeachDRL

/// What a teacher proposes for an episode.
public struct Proposal: Sendable, Equatable {
  /// The task.
  public var task: [Double]
  /// The number of a level, which can be played again; nil if there is none.
  public var level: UInt64?
  /// The seed to reset the environment with; nil if the teacher does not say.
  public var seed: UInt64?
  /// Whether the student should learn from the episode. If not, it is played to see how well the student does.
  public var isForLearning: Bool

  /// A proposal; by default of a task alone.
  public init(_ task: [Double], level: UInt64? = nil, seed: UInt64? = nil, isForLearning: Bool = true) {
    (self.task, self.level, self.seed, self.isForLearning) = (task, level, seed, isForLearning)
  }

  /// `TEACHDRL_NO_LEVEL`, which Swift does not see.
  static let noLevel = UInt64.max

  /// A proposal that the library has written.
  init(_ task: [Double], _ proposal: teachdrl_proposal) {
    self.init(
      task, level: proposal.level == Self.noLevel ? nil : proposal.level,
      seed: proposal.has_seed ? proposal.seed : nil, isForLearning: proposal.is_for_learning)
  }
}
