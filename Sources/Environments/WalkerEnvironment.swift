import Arguments
import Numerics
import Tasks

/// A body that walks a course made to order: the task says how hard, chance how exactly.
///
/// Each reset starts from a new physics world, so an episode depends on the
/// seed, on how many resets came since that seed, on the task and on the actions, never on what was played before.
///
/// On courses of up to 2,000 pieces (tracks have more only without obstacles) a step allocates nothing.
final class WalkerEnvironment: Environment {
  /// What an environment's options fix for all its episodes.
  struct Settings: Sendable {
    /// The walker's build.
    var body: Body
    /// How the walker feels the ground and sees it.
    var senses: Senses
    /// The courses of its episodes, from a seed.
    var courses: @Sendable (_ seed: UInt64) -> any CourseSequence
    /// The track where nothing is set.
    var track: Track
    /// What can be set on it.
    var space: TrackSpace
    /// The greatest push at an episode's start, either way, in newtons.
    var initialPush: Double
    /// The number of steps after which an episode is cut off.
    var maxEpisodeSteps: Int
    /// What returns mean.
    var returns: Returns
    /// The fixed test set, task after task; nil if it is drawn as published for tracks.
    var testSet: [Double]?
  }

  let observationSize: Int
  let actionSize: Int
  let observationLow: [Float]
  let observationHigh: [Float]

  private let settings: Settings
  private let observer: Observer
  private var track: Track
  private var courses: any CourseSequence
  private var episode: Episode?
  /// The running episode's.
  private var course = Course()

  var canStep: Bool {
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
    courses = settings.courses(seed)
  }

  func seed(_ seed: UInt64) { courses = settings.courses(seed) }

  /// - Complexity: O(*n* log *n*) in the number *n* of pieces of the course, beside a step.
  func reset(into observation: UnsafeMutableBufferPointer<Float>) { start(on: &courses, observation) }

  func reset(into observation: UnsafeMutableBufferPointer<Float>, seed: UInt64) {
    var courses = settings.courses(seed)
    start(on: &courses, observation)
  }

  private func start(
    on courses: inout any CourseSequence, _ observation: UnsafeMutableBufferPointer<Float>
  ) {
    let push = courses.next(&course, of: track, greatestPush: settings.initialPush)
    // An episode's memory serves the next one.
    if episode?.restart(settings.body, on: course, push: push) == nil {
      episode = Episode(of: settings.body, on: course, push: push, maxSteps: settings.maxEpisodeSteps)
    }
    observe(into: observation)
  }

  func step(
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

// Pictures and returns.
extension WalkerEnvironment {
  func drawing() -> Drawing? {
    switch episode {
    case .some(let episode): return episode.drawing(of: settings.body, on: course, observer: observer)
    case nil: return nil
    }
  }

  var returns: Returns { settings.returns }
}

// Tasks.
extension WalkerEnvironment {
  var space: TrackSpace { settings.space }

  func setTask(_ task: UnsafeBufferPointer<Double>) {
    for coordinates in space.coordinates { track[coordinates.parameter] = Array(task[coordinates.range]) }
  }

  func set(_ settable: SettableParameter, to numbers: UnsafeBufferPointer<Double>) throws(UsageError) {
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

  /// The published test set; for tracks that is 50 tasks.
  func testSet() -> [Double] {
    guard let taskSpace = space.taskSpace else { return [] }
    if let testSet = settings.testSet { return testSet }
    var generator = MersenneTwister(seed: 4222)
    var tasks: [Double] = []
    for _ in 0..<50 {
      for coordinates in space.coordinates {
        for i in coordinates.range {
          let bounds = coordinates.testBounds ?? taskSpace.bounds(i)
          tasks.append(generator.uniform(from: bounds.lowerBound, to: bounds.upperBound))
        }
      }
    }
    return tasks
  }
}
