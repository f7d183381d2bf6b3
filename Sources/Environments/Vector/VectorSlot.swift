/// How far one of many environments has come.
struct VectorSlot {
  enum Phase {
    /// Waits for a first reset, or for one by hand after an episode's end.
    case idle
    case running
    /// The next step starts an episode.
    case ended
  }

  var phase = Phase.idle
  /// What the last step led to; nothing where that was a reset.
  var outcome = StepOutcome.none
  /// Whether the last step ended an episode, whose record then stands beside.
  var hasFinished = false
  /// Whether someone sets the next task at an episode's end, before which no reset may be.
  var awaitsTask = false
  /// Whether a step has been sent and not received.
  var isSent = false

  /// The running episode's sum of rewards.
  var episodeReturn = 0.0
  /// The running episode's steps.
  var length: UInt64 = 0
  /// The last finished episode's.
  var finishedReturn = 0.0
  /// The last finished episode's.
  var finishedLength: UInt64 = 0
  /// The next episode's.
  var nextOrigin = EpisodeOrigin()
  /// The running episode's.
  var runningOrigin = EpisodeOrigin()
  /// The last finished episode's.
  var finishedOrigin = EpisodeOrigin()
}

extension StepOutcome {
  /// What a step leads to that only starts an episode.
  static let none = StepOutcome(reward: 0, terminated: false, truncated: false)
}
