import Arguments
import TeachDRLHeader
import Tasks
import Teachers

/// Outcomes that a caller passes, a row for each episode.
struct OutcomeRows {
  private let rows: StructureRows<teachdrl_outcome>

  /// The bytes of the first version.
  private static let smallest = 64

  /// - Throws: `UsageError` if the pointer is NULL or a size is wrong.
  init(_ pointer: UnsafePointer<teachdrl_outcome>?, count: Int) throws(UsageError) {
    rows = try StructureRows(
      try required(pointer, "outcomes"), count: count, "outcomes", smallest: Self.smallest,
      unknown: teachdrl_outcome())
  }

  /// One of them, checked before a teacher learns it.
  ///
  /// - Throws: `UsageError` if a flag is none, a number is not finite, the success is outside [0, 1], or the teacher needs
  ///   what is not known.
  func checked(_ row: Int, for teacher: TeacherInstance) throws(UsageError) {
    let outcome = rows[row]
    func mistake(_ message: String) -> UsageError { .invalidArgument("'outcomes[\(row)]\(message)") }
    let known = OutcomeMembers(rawValue: outcome.known)
    guard OutcomeMembers.all.isSuperset(of: known) else {
      throw mistake(
        ".known' is \(outcome.known); it must be flags of teachdrl_outcome_member, together at most "
          + "\(OutcomeMembers.all.rawValue)")
    }
    for (member, value, name) in [
      (OutcomeMembers.episodeReturn, outcome.episode_return, "episode_return"),
      (.valueEstimate, outcome.value_estimate, "value_estimate"), (.score, outcome.score, "score"),
    ] where known.contains(member) && !value.isFinite {
      throw mistake(".\(name)' is \(value); it must be a finite number")
    }
    guard !known.contains(.success) || (0...1).contains(outcome.success) else {
      throw mistake(".success' is \(outcome.success); it must be from 0 to 1")
    }
    let missing = teacher.missing(from: known)
    guard missing.isEmpty else { throw mistake("': \(teacher.refusal(missing: missing).message)") }
  }

  /// One of them.
  subscript(row: Int) -> EpisodeOutcome {
    let outcome = rows[row]
    let known = OutcomeMembers(rawValue: outcome.known)
    return EpisodeOutcome(
      episodeReturn: known.contains(.episodeReturn) ? outcome.episode_return : .nan,
      success: known.contains(.success) ? outcome.success : .nan,
      valueEstimate: known.contains(.valueEstimate) ? outcome.value_estimate : .nan,
      length: known.contains(.length) ? outcome.length : nil, score: known.contains(.score) ? outcome.score : .nan,
      level: known.contains(.level) ? outcome.level : nil)
  }
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
