import Arguments
import TeachDRLHeader
import Tasks
import Teachers

/// Outcomes that a caller passes, a row for each episode.
struct OutcomeRows {
  private let rows: StructureRows<teachdrl_outcome>

  /// The bytes of the first version.
  private static let smallest = 64

  /// - Throws: `UsageError` if the pointer is NULL, a size is wrong, a flag is none, a number is not finite, a success is
  ///   outside [0, 1], or the teacher needs what is not known.
  init(_ pointer: UnsafePointer<teachdrl_outcome>?, count: Int, for teacher: TeacherInstance) throws(UsageError) {
    rows = try StructureRows(
      try required(pointer, "outcomes"), count: count, "outcomes", smallest: Self.smallest,
      unknown: teachdrl_outcome())
    for row in 0..<count { try check(row, for: teacher) }
  }

  private func check(_ row: Int, for teacher: TeacherInstance) throws(UsageError) {
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

/// Returns that a caller passes instead of outcomes, one for each episode.
struct ReturnRows {
  private let returns: UnsafePointer<Double>

  /// - Throws: `UsageError` if the pointer is NULL, a return is not finite, or the teacher needs more than returns.
  init(_ pointer: UnsafePointer<Double>?, count: Int, for handle: TeacherHandle) throws(UsageError) {
    returns = try required(pointer, "episode_returns")
    if handle.needsMoreThanReturn { try requireReturnSuffices(handle.teacher) }
    for row in 0..<count where !returns[row].isFinite {
      throw .invalidArgument("'episode_returns[\(row)]' is \(returns[row]); it must be a finite number")
    }
  }

  /// One of them.
  subscript(row: Int) -> EpisodeOutcome { EpisodeOutcome(episodeReturn: returns[row]) }
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
