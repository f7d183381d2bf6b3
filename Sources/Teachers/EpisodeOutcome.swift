/// What is known about an episode that has ended. A number that is not known is NaN.
public struct EpisodeOutcome: Sendable, Equatable {
  /// The sum of its rewards.
  public var episodeReturn: Double
  /// How far the student succeeded, from 0 to 1.
  public var success: Double
  /// The student's estimate of the return at the first observation.
  public var valueEstimate: Double
  /// The number of steps; nil if it is not known.
  public var length: UInt64?
  /// A number of the caller's own that says how well it went.
  public var score: Double
  /// The level that was played; nil if it was none.
  public var level: UInt64?

  /// An outcome of which only what is given is known.
  public init(
    episodeReturn: Double = .nan, success: Double = .nan, valueEstimate: Double = .nan, length: UInt64? = nil,
    score: Double = .nan, level: UInt64? = nil
  ) {
    self.episodeReturn = episodeReturn
    self.success = success
    self.valueEstimate = valueEstimate
    self.length = length
    self.score = score
    self.level = level
  }
}

/// Members of an outcome. The flags are those of `teachdrl_outcome_member`.
public struct OutcomeMembers: OptionSet, Sendable {
  /// The flags.
  public let rawValue: UInt32

  /// Members by their flags.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The sum of rewards.
  public static let episodeReturn = OutcomeMembers(rawValue: 1)
  /// The success.
  public static let success = OutcomeMembers(rawValue: 2)
  /// The value estimate.
  public static let valueEstimate = OutcomeMembers(rawValue: 4)
  /// The number of steps.
  public static let length = OutcomeMembers(rawValue: 8)
  /// The score.
  public static let score = OutcomeMembers(rawValue: 16)
  /// The level.
  public static let level = OutcomeMembers(rawValue: 32)
  /// All there are.
  public static let all = OutcomeMembers(rawValue: 63)

  /// The name of each member in the C structure.
  public var names: [String] {
    let all: [(OutcomeMembers, String)] = [
      (.episodeReturn, "episode_return"), (.success, "success"), (.valueEstimate, "value_estimate"),
      (.length, "length"),
      (.score, "score"), (.level, "level"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}
