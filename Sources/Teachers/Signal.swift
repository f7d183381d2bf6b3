import Arguments

/// What a teacher's rewards are taken from: the values of the option `signal`.
public enum Signal: String, CaseIterable, Sendable {
  /// The score if the outcome has one, else the return.
  case automatic = "auto"
  /// The return.
  case episodeReturn = "return"
  /// The success.
  case success
  /// The score.
  case score

  /// The signal of an outcome; NaN if that is not known.
  func value(of outcome: EpisodeOutcome) -> Double {
    switch self {
    case .automatic: outcome.score.isNaN ? outcome.episodeReturn : outcome.score
    case .episodeReturn: outcome.episodeReturn
    case .success: outcome.success
    case .score: outcome.score
    }
  }

  /// The member that it needs, if the teacher needs a return.
  var member: OutcomeMembers {
    switch self {
    case .automatic, .episodeReturn: .episodeReturn
    case .success: .success
    case .score: .score
    }
  }

  /// All members that it can be taken from.
  var members: OutcomeMembers { self == .automatic ? [.episodeReturn, .score] : member }
}
