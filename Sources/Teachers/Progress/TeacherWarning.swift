import Tasks

/// Something about a curriculum that is probably not as its user wants it, and what to do about it.
public struct TeacherWarning: Sendable, Hashable {
  /// What there is to warn of.
  public enum Kind: String, CaseIterable, Sendable {
    case notFitted = "not_fitted"
    case unchanged
    case constantRewards = "constant_rewards"
    case alwaysSuccessful = "always_successful"
    case neverSuccessful = "never_successful"
    case lowBorderNotProposed = "low_border_not_proposed"
    case highBorderNotProposed = "high_border_not_proposed"
    case noInfluence = "no_influence"
  }

  /// How many episodes in a row must be alike.
  static let patience = 200
  /// How many changes must have moved nothing. ALP-GMM at work on the toy environment never takes more than 16.
  static let unmovedChanges = 25
  /// The influence below which a parameter counts as having none.
  static let smallestInfluence = 0.01

  /// What it warns of.
  public let kind: Kind
  /// The index of the parameter that it is about; nil if it is about none.
  public let parameter: Int?

  /// Its name: "not_fitted", "no_influence/gravity".
  public func name(in taskSpace: TaskSpace) -> String {
    parameter.map { "\(kind.rawValue)/\(taskSpace.parameters[$0].name)" } ?? kind.rawValue
  }

  /// What is so, and what to do.
  public func text(in taskSpace: TaskSpace) -> String {
    let parameter = parameter.map { "parameter '\(taskSpace.parameters[$0].name)'" } ?? ""
    return switch kind {
    case .notFitted:
      "the teacher has not changed what it proposes yet: tasks are drawn as at the beginning; train for more episodes, or have "
        + "it change after fewer (fit_rate, max_region_size, step_rate)"
    case .unchanged:
      "\(Self.unmovedChanges) or more fits, splits or moves have not moved the proposals: the teacher finds no task better than "
        + "another; check that returns differ from task to task and grow as the student learns, or compare with Random"
    case .constantRewards:
      "the rewards of the newest \(Self.patience) episodes or more are all the same, so the teacher cannot tell tasks apart; check "
        + "what is reported, and the options signal and reward_range"
    case .alwaysSuccessful:
      "the newest \(Self.patience) episodes or more were all successes: every task is easy now, or success_return is too low; widen "
        + "the task space or ask for more"
    case .neverSuccessful:
      "the newest \(Self.patience) episodes or more were all failures: every task is too hard, or success_return is too high; "
        + "include easier tasks or ask for less"
    case .lowBorderNotProposed:
      "\(parameter): none of the newest \(ProposalStatistics.recentCount) tasks lies at its lower end; if these tasks matter, raise "
        + "the share of random tasks, or start the curriculum there"
    case .highBorderNotProposed:
      "\(parameter): none of the newest \(ProposalStatistics.recentCount) tasks lies at its upper end; if these tasks matter, raise "
        + "the share of random tasks, or have the curriculum grow faster"
    case .noInfluence:
      "\(parameter) explains less than \(Int(Self.smallestInfluence * 100)) % of the differences between returns; leave it out, widen "
        + "its range, or check that the environment uses it"
    }
  }
}

extension TeacherInstance {
  /// What there is to warn of now.
  ///
  /// - Complexity: O(dimension).
  public func warnings() -> [TeacherWarning] {
    let outcomes = progress.outcomes
    let whole: [(TeacherWarning.Kind, Bool)] = [
      (.notFitted, changes && changeCount == 0 && episodeCount > 0),
      (.unchanged, progress.movement.unmovedChanges ?? 0 >= TeacherWarning.unmovedChanges),
      (.constantRewards, outcomes.equalRewards >= TeacherWarning.patience),
      (.alwaysSuccessful, outcomes.fullSuccesses >= TeacherWarning.patience),
      (.neverSuccessful, outcomes.failures >= TeacherWarning.patience),
    ]
    var warnings = whole.filter(\.1).map { TeacherWarning(kind: $0.0, parameter: nil) }
    for (i, parameter) in taskSpace.parameters.enumerated() {
      let misses = progress.proposals.missesBorders(i)
      // Categories have no ends.
      if misses.low, parameter.categories.isEmpty {
        warnings.append(TeacherWarning(kind: .lowBorderNotProposed, parameter: i))
      }
      if misses.high, parameter.categories.isEmpty {
        warnings.append(TeacherWarning(kind: .highBorderNotProposed, parameter: i))
      }
      if progress.knowsInfluence(i), progress.influence(i) < TeacherWarning.smallestInfluence {
        warnings.append(TeacherWarning(kind: .noInfluence, parameter: i))
      }
    }
    return warnings
  }
}
