/// What a step led to, beside its observation.
public struct StepOutcome: Sendable, Equatable {
  /// The step's reward.
  public let reward: Double
  /// Whether the episode came to its own end: a fall, or the end of the track.
  public let terminated: Bool
  /// Whether the episode was cut off at its greatest length. Never together with `terminated`.
  public let truncated: Bool
}
