import Tasks

/// Where an episode's task comes from, and what was proposed beside it.
public struct EpisodeOrigin: Sendable, Equatable {
  /// The source of tasks that were set from outside, or not at all.
  public static let noSource: Int32 = -1

  /// Which of the task's possible sources it comes from.
  public var source: Int32
  /// What was proposed beside the task.
  public var proposal: Proposal

  /// An origin; without arguments, that of a task from outside.
  public init(source: Int32 = noSource, proposal: Proposal = Proposal()) {
    self.source = source
    self.proposal = proposal
  }
}
