import Arguments
import Numerics
import Tasks

/// A walker on a track made to order: the task says how hard, chance how exactly.
///
/// Until a task is set the ground is flat. Each reset starts from a new physics world, so an episode depends on the
/// seed, on how many resets came since that seed, on the task and on the actions, never on what was played before.
///
/// An environment is used from one thread at a time; different ones from different threads. On tracks of
/// up to 2,000 pieces (more there are only without obstacles) a step allocates nothing.
public final class WalkerEnvironment {
  /// What an environment's options fix for all its episodes.
  struct Settings: Sendable {
    /// The walker's build.
    var body: Body
    /// How the walker feels the ground and sees it.
    var senses: Senses
    /// The track where nothing is set.
    var track: Track
    /// What can be set on it.
    var space: TrackSpace
    /// The deviation of obstacle sizes, each in its own unit.
    var trackNoise: Double
    /// The greatest push at an episode's start, either way, in newtons.
    var initialPush: Double
    /// The number of steps after which an episode is cut off.
    var maxEpisodeSteps: Int
    /// What returns mean.
    var returns: Returns
  }

  /// The number of numbers of an observation.
  public let observationSize: Int
  /// The number of numbers of an action: one for each joint, in the order of the observation.
  public let actionSize: Int
  /// The lower bounds that every observation keeps to.
  public let observationLow: [Float]
  /// The upper bounds that every observation keeps to.
  public let observationHigh: [Float]

  private let settings: Settings
  private let observer: Observer
  private var track: Track
  private var seeds: EpisodeSeeds
  private var episode: Episode?
  /// The running episode's.
  private var terrain = Terrain()

  /// Whether an episode is under way: false before the first reset and after an episode's end.
  public var canStep: Bool {
    switch episode {
    case .some(let episode): !episode.hasEnded
    case nil: false
    }
  }

  init(_ settings: Settings, seed: UInt64) {
    self.settings = settings
    track = settings.track
    observer = Observer(of: settings.body, maxEpisodeSteps: settings.maxEpisodeSteps, senses: settings.senses)
    observationSize = observer.size
    actionSize = settings.body.joints.count
    (observationLow, observationHigh) = observer.bounds
    seeds = EpisodeSeeds(seed: seed)
  }

  /// Starts the generator anew, as if the environment had been made with this seed. The task stays, and the running
  /// episode is not touched.
  public func seed(_ seed: UInt64) { seeds = EpisodeSeeds(seed: seed) }

  /// Starts an episode and writes its first observation, `observationSize` numbers.
  ///
  /// Complexity: O(*n* log *n*) in the number *n* of pieces of the track, beside a step.
  public func reset(into observation: UnsafeMutableBufferPointer<Float>) { start(with: seeds.next(), observation) }

  /// Starts the episode that a reset right after `seed(_:)` would start, and writes its first observation. The
  /// environment's own sequence of episodes goes on afterwards as if this episode had not been.
  ///
  /// - Parameter seed: Of this episode alone.
  /// - Complexity: As for a reset.
  public func reset(into observation: UnsafeMutableBufferPointer<Float>, seed: UInt64) {
    var seeds = EpisodeSeeds(seed: seed)
    start(with: seeds.next(), observation)
  }

  private func start(
    with episodeGenerator: Xoshiro256PlusPlus, _ observation: UnsafeMutableBufferPointer<Float>
  ) {
    var generator = episodeGenerator
    terrain.generate(track, noise: settings.trackNoise, using: &generator)
    let push = generator.uniform(from: -settings.initialPush, to: settings.initialPush)
    // An episode's memory serves the next one.
    if episode?.restart(settings.body, on: terrain, push: push) == nil {
      episode = Episode(of: settings.body, on: terrain, push: push, maxSteps: settings.maxEpisodeSteps)
    }
    observe(into: observation)
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
    observe(into: observation)
    return outcome
  }

  private func observe(into observation: UnsafeMutableBufferPointer<Float>) {
    switch episode {
    case .some(let episode): observer.observe(episode.simulation, into: observation)
    case nil: break
    }
  }
}

// Pictures.
extension WalkerEnvironment {
  /// The picture of the present moment; nil before the first reset. Draws no random number and changes nothing.
  public func drawing() -> Drawing? {
    switch episode {
    case .some(let episode): return episode.drawing(of: settings.body, on: terrain, observer: observer)
    case nil: return nil
    }
  }
}

// Returns.
extension WalkerEnvironment {
  /// The range of returns from which teachers rescale.
  public var returnRange: (low: Double, high: Double) { settings.returns.range }

  /// The return above which a task counts as mastered.
  public var masteredReturn: Double { settings.returns.mastered }
}

// Tasks.
extension WalkerEnvironment {
  /// What callers can set on the track.
  public var space: TrackSpace { settings.space }

  /// Sets the task of the episodes that start from now on: a number inside the task space for every coordinate.
  public func setTask(_ task: UnsafeBufferPointer<Double>) {
    for coordinates in space.coordinates { track[coordinates.parameter] = Array(task[coordinates.range]) }
  }

  /// Sets a parameter for the episodes that start from now on, or turns it off.
  ///
  /// - Parameter numbers: As many numbers within its bounds as it `counts`; none to turn it off.
  /// - Throws: `UsageError` if a part of it is set while the part before is off.
  public func set(_ settable: SettableParameter, to numbers: UnsafeBufferPointer<Double>) throws(UsageError) {
    let parameter = settable.parameter
    guard settable.offset > 0 else {
      track[parameter] = numbers.isEmpty ? settings.track[parameter] : Array(numbers)
      return
    }
    guard let present = track[parameter], present.count >= settable.offset else {
      if numbers.isEmpty { return }
      throw .invalidState("parameter '\(parameter.name)' is off; set it before '\(settable.name)'")
    }
    track[parameter] = present.prefix(settable.offset) + Array(numbers)
  }

  /// The published test set over this task space: 50 tasks, row after row.
  public func testSet() -> [Double] {
    guard let taskSpace = space.taskSpace else { return [] }
    var generator = MersenneTwister(seed: 4222)
    var tasks: [Double] = []
    for _ in 0..<50 {
      for coordinates in space.coordinates {
        for i in coordinates.range {
          let bounds = coordinates.parameter.testBound.map { 0...$0 } ?? taskSpace.bounds(i)
          tasks.append(generator.uniform(from: bounds.lowerBound, to: bounds.upperBound))
        }
      }
    }
    return tasks
  }
}
