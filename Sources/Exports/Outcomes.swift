import Arguments
import CTeachDRL
import Tasks
import Teachers

/// Outcomes that a caller passes, a row for each episode.
struct OutcomeRows {
  private let rows: StructureRows<teachdrl_outcome>

  /// The bytes of the first version.
  private static let smallest = 56

  /// - Throws: `UsageError` if the pointer is NULL or a size is wrong.
  init(_ pointer: UnsafePointer<teachdrl_outcome>?, count: Int) throws(UsageError) {
    rows = try StructureRows(
      try required(pointer, "outcomes"), count: count, "outcomes", smallest: Self.smallest,
      unknown: teachdrl_outcome(
        struct_size: 0, episode_return: .nan, success: .nan, value_estimate: .nan, length: 0, score: .nan,
        level: .max))
  }

  /// One of them.
  subscript(row: Int) -> EpisodeOutcome {
    let outcome = rows[row]
    return EpisodeOutcome(
      episodeReturn: outcome.episode_return, success: outcome.success, valueEstimate: outcome.value_estimate,
      length: outcome.length, score: outcome.score, level: outcome.level == .max ? nil : outcome.level)
  }
}

/// Checks an outcome before a teacher learns it.
///
/// - Parameter name: Of the outcome, such as "outcomes[3]".
/// - Throws: `UsageError` if a number is infinite, the success is outside [0, 1], or the teacher needs what is not known.
func require(
  _ outcome: EpisodeOutcome, _ name: @autoclosure () -> String, for teacher: TeacherInstance
) throws(UsageError) {
  func requireNotInfinite(_ value: Double, _ member: StaticString) throws(UsageError) {
    guard !value.isInfinite else {
      throw .invalidArgument("'\(name()).\(member)' is \(value); it must be a finite number, or NAN if it is not known")
    }
  }
  try requireNotInfinite(outcome.episodeReturn, "episode_return")
  try requireNotInfinite(outcome.valueEstimate, "value_estimate")
  try requireNotInfinite(outcome.score, "score")
  guard outcome.success.isNaN || (0...1).contains(outcome.success) else {
    throw .invalidArgument(
      "'\(name()).success' is \(outcome.success); it must be from 0 to 1, or NAN if it is not known")
  }
  let missing = teacher.missing(from: outcome.known)
  guard missing.isEmpty else { throw .invalidArgument("'\(name())': \(teacher.refusal(missing: missing).message)") }
}

/// Checks that a teacher needs no more than a return.
func requireReturnSuffices(_ teacher: TeacherInstance) throws(UsageError) {
  let missing = teacher.missing(from: .episodeReturn)
  guard missing.isEmpty else { throw teacher.refusal(missing: missing) }
}

extension teachdrl_proposal {
  /// A proposal in the header's form.
  init(_ proposal: Proposal) {
    self.init(
      struct_size: MemoryLayout<teachdrl_proposal>.stride, level: proposal.level ?? .max,
      has_seed: proposal.seed != nil,
      is_for_learning: proposal.isForLearning, seed: proposal.seed ?? 0)
  }
}

/// Proposals that a caller wants to read, a row for each episode.
struct ProposalRows {
  private let rows: StructureRows<teachdrl_proposal>

  /// The bytes of the first version.
  private static let smallest = 32

  /// - Throws: `UsageError` if a size is wrong.
  init(_ pointer: UnsafeMutablePointer<teachdrl_proposal>, count: Int, _ name: String) throws(UsageError) {
    rows = try StructureRows(
      UnsafePointer(pointer), count: count, name, smallest: Self.smallest, unknown: teachdrl_proposal())
  }

  /// Writes a row.
  func write(_ proposal: Proposal, to row: Int) { rows.write(teachdrl_proposal(proposal), to: row) }
}
