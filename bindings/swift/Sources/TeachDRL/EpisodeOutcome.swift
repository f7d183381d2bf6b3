import CTeachDRL

/// What is known about an episode that has ended. What is not known is nil.
public struct EpisodeOutcome: Sendable, Equatable {
  /// The sum of its rewards.
  public var episodeReturn: Double?
  /// How far the student succeeded, from 0 to 1.
  public var success: Double?
  /// The student's estimate of the return at the first observation.
  public var valueEstimate: Double?
  /// The number of steps.
  public var length: Int?
  /// A number of the caller's own that says how well it went.
  public var score: Double?
  /// The level that the teacher proposed.
  public var level: UInt64?

  /// An outcome of which only what is given is known.
  public init(
    episodeReturn: Double? = nil, success: Double? = nil, valueEstimate: Double? = nil, length: Int? = nil,
    score: Double? = nil, level: UInt64? = nil
  ) {
    (self.episodeReturn, self.success, self.valueEstimate) = (episodeReturn, success, valueEstimate)
    (self.length, self.score, self.level) = (length, score, level)
  }

  /// The outcome in the header's form.
  var described: teachdrl_outcome {
    teachdrl_outcome(
      struct_size: MemoryLayout<teachdrl_outcome>.stride, known: known.rawValue, episode_return: episodeReturn ?? 0,
      success: success ?? 0, value_estimate: valueEstimate ?? 0, length: UInt64(max(length ?? 0, 0)), score: score ?? 0,
      level: level ?? 0)
  }

  /// The members that are known.
  private var known: OutcomeMembers {
    var known: OutcomeMembers = []
    if episodeReturn != nil { known.insert(.episodeReturn) }
    if success != nil { known.insert(.success) }
    if valueEstimate != nil { known.insert(.valueEstimate) }
    if length != nil { known.insert(.length) }
    if score != nil { known.insert(.score) }
    if level != nil { known.insert(.level) }
    return known
  }
}

/// Members of an outcome.
public struct OutcomeMembers: OptionSet, Sendable {
  /// The flags of `teachdrl_outcome_member`.
  public let rawValue: UInt32

  /// Members by their flags.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The sum of rewards.
  public static let episodeReturn = OutcomeMembers(rawValue: TEACHDRL_OUTCOME_RETURN.rawValue)
  /// The success.
  public static let success = OutcomeMembers(rawValue: TEACHDRL_OUTCOME_SUCCESS.rawValue)
  /// The value estimate.
  public static let valueEstimate = OutcomeMembers(rawValue: TEACHDRL_OUTCOME_VALUE_ESTIMATE.rawValue)
  /// The number of steps.
  public static let length = OutcomeMembers(rawValue: TEACHDRL_OUTCOME_LENGTH.rawValue)
  /// The score.
  public static let score = OutcomeMembers(rawValue: TEACHDRL_OUTCOME_SCORE.rawValue)
  /// The level.
  public static let level = OutcomeMembers(rawValue: TEACHDRL_OUTCOME_LEVEL.rawValue)

  /// The members' names in JSON and in messages.
  public var names: [String] {
    let all: [(OutcomeMembers, String)] = [
      (.episodeReturn, "return"), (.success, "success"), (.valueEstimate, "value_estimate"), (.length, "length"),
      (.score, "score"), (.level, "level"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}
