import Numerics

/// A walker on a track made to order: the task says how hard, chance how exactly.
///
/// Until a task is set the ground is flat. Each reset starts from a new physics world, so an episode depends on the
/// seed, on how many resets came since that seed, on the task and on the actions, never on what was played before.
///
/// An environment is used from one thread at a time; different ones from different threads. A step allocates nothing.
public final class WalkerEnvironment {
  /// What an environment's options fix for all its episodes.
  struct Settings: Sendable {
    /// The walker's build.
    var walker: Walker
    /// The coordinates of a task.
    var parameters: [TrackParameter]
    /// The deviation of obstacle sizes, each in its own unit.
    var trackNoise: Double
    /// The greatest push at an episode's start, either way, in newtons.
    var initialPush: Double
    /// The number of steps after which an episode is cut off.
    var maxEpisodeSteps: Int
  }

  private let settings: Settings
  private let observer: Observer
  private var track = Track()
  private var seeds: EpisodeSeeds
  private var episode: Episode?

  /// Whether an episode is under way: false before the first reset and after an episode's end.
  public var canStep: Bool {
    switch episode {
    case .some(let episode): !episode.hasEnded
    case nil: false
    }
  }

  init(_ settings: Settings, seed: UInt64) {
    self.settings = settings
    observer = Observer(legCount: settings.walker.legCount, maxEpisodeSteps: settings.maxEpisodeSteps)
    seeds = EpisodeSeeds(seed: seed)
  }

  /// Starts the generator anew, as if the environment had been made with this seed. The task stays, and the running
  /// episode is not touched.
  public func seed(_ seed: UInt64) { seeds = EpisodeSeeds(seed: seed) }

  /// Starts an episode and writes its first observation, `observationSize` numbers.
  ///
  /// Complexity: O(*n* log *n*) in the number *n* of pieces of the track, beside a step.
  public func reset(into observation: UnsafeMutableBufferPointer<Float>) {
    var generator = seeds.next()
    let terrain = Terrain(of: track, noise: settings.trackNoise, using: &generator)
    let push = generator.uniform(from: -settings.initialPush, to: settings.initialPush)
    let started = Episode(of: settings.walker, on: terrain, push: push, maxSteps: settings.maxEpisodeSteps)
    observer.observe(started.simulation, into: observation)
    episode = consume started
  }

  /// Plays one step of the episode, 1/50 s, while `canStep`.
  ///
  /// - Parameters:
  ///   - action: `actionSize` finite numbers; outside [-1, 1] one counts as the nearest bound.
  ///   - observation: receives `observationSize` numbers.
  /// - Returns: The reward, and whether the episode has ended. Without an episode, one cut off with no reward.
  public func step(
    action: UnsafeBufferPointer<Float>, observation: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome {
    guard let outcome = episode?.step(action) else {
      return StepOutcome(reward: 0, terminated: false, truncated: true)
    }
    switch episode {
    case .some(let episode): observer.observe(episode.simulation, into: observation)
    case nil: break
    }
    return outcome
  }
}

// What callers ask about an environment.
extension WalkerEnvironment {
  /// The number of numbers of an observation.
  public var observationSize: Int { observer.size }

  /// The number of numbers of an action: a hip and a knee for each leg, in the order of the observation.
  public var actionSize: Int { settings.walker.jointCount }

  /// The lower bounds that every observation keeps to.
  public var observationLow: [Float] { observer.bounds.low }

  /// The upper bounds that every observation keeps to.
  public var observationHigh: [Float] { observer.bounds.high }

  /// The range of returns from which teachers rescale.
  public var returnRange: (low: Double, high: Double) { (-150, 350) }

  /// The return above which a task counts as mastered.
  public var masteredReturn: Double { 230 }
}

// Tasks.
extension WalkerEnvironment {
  /// The space of tasks, a coordinate a parameter; nil where all are off.
  public var taskSpace: TaskSpace? {
    let ranges = settings.parameters.map(\.range)
    return TaskSpace(low: ranges.map(\.lowerBound), high: ranges.map(\.upperBound))
  }

  /// The names of a task's coordinates.
  public var parameterNames: [String] { settings.parameters.map(\.name) }

  /// Sets the task of the episodes that start from now on: a number inside the task space for every coordinate.
  public func setTask(_ task: UnsafeBufferPointer<Double>) {
    for (parameter, value) in zip(settings.parameters, task) { parameter.set(&track, value) }
  }

  /// Sets one coordinate of the task, to a number inside its range, for the episodes that start from now on.
  public func setParameter(_ index: Int, to value: Double) { settings.parameters[index].set(&track, value) }

  /// The published test set over this task space: 50 tasks, row after row.
  public func testSet() -> [Double] {
    var generator = MersenneTwister(seed: 4222)
    var tasks: [Double] = []
    for _ in 0..<50 {
      for parameter in settings.parameters {
        tasks.append(generator.uniform(from: parameter.testRange.lowerBound, to: parameter.testRange.upperBound))
      }
    }
    return tasks
  }
}
