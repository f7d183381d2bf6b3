/// How far a run has come.
public struct TrainingProgress: Sendable {
  /// What the run is doing.
  public enum Activity: Sendable, Equatable {
    /// Playing training episodes.
    case training
    /// Updating the networks after an episode.
    case updating
    /// Playing the test set; the number of its episodes played so far.
    case testing(played: Int)
  }

  /// How many episodes `recentReturn` looks back at most.
  public static let recentEpisodes = 100

  /// What the run is doing now.
  public internal(set) var activity = Activity.training
  /// Environment steps played in training.
  public internal(set) var stepCount = 0
  /// Environment steps that the whole run has.
  public let totalSteps: Int
  /// How many steps, the run's first, have random actions.
  public let randomStepCount: Int
  /// Training episodes finished.
  public internal(set) var episodeCount = 0
  /// Epochs finished.
  public internal(set) var epochCount = 0
  /// The mean return of the newest training episodes, `recentEpisodes` at most; nil before the first.
  public internal(set) var recentReturn: Double?
  /// The mean return of the episodes that random actions played; nil before the first.
  public internal(set) var randomReturn: Double?
  /// The last test; nil before the first.
  public internal(set) var lastTest: TestResult?

  /// Whether the student has chosen an action.
  public var studentHasActed: Bool { stepCount > randomStepCount }
}

/// What a test showed.
public struct TestResult: Sendable, Equatable {
  /// How many tasks were played.
  public let taskCount: Int
  /// How many of them were mastered.
  public let masteredCount: Int
  /// The mean return.
  public let meanReturn: Double

  init(_ records: [EpisodeRecord], masteredReturn: Double) {
    taskCount = records.count
    masteredCount = records.count { $0.episodeReturn > masteredReturn }
    meanReturn = Statistics(records.map(\.episodeReturn)).mean
  }
}

/// How a run ended.
public struct TrainingOutcome: Sendable {
  /// False where the run was stopped before its last step.
  public let isComplete: Bool
  /// How far it came.
  public let progress: TrainingProgress
  /// The step that `Training(resuming:)` goes on from.
  public let savedStepCount: Int
  /// The wall time that it took.
  public let seconds: Double
}

/// The mean of the newest values, up to a number of them.
struct MovingMean {
  private let capacity: Int
  private var values: [Double] = []
  private var next = 0

  init(of capacity: Int) { self.capacity = capacity }

  mutating func append(_ value: Double) {
    if values.count < capacity {
      values.append(value)
    } else {
      values[next] = value
      next = (next + 1) % capacity
    }
  }

  /// Nil before the first value. Complexity: O(the number of values).
  var mean: Double? { values.isEmpty ? nil : Statistics(values).mean }
}
