import Arguments

/// What teachers give tasks to: episodes of steps, each episode on a task that was set before it started.
///
/// An episode depends on the seed, on how many resets came since that seed, on the task and on the actions, never on what
/// was played before. An environment is used from one thread at a time; different ones from different threads.
public protocol Environment: AnyObject {
  /// The number of numbers of an observation.
  var observationSize: Int { get }
  /// The number of numbers of an action.
  var actionSize: Int { get }
  /// The lower bounds that every observation keeps to.
  var observationLow: [Float] { get }
  /// The upper bounds that every observation keeps to.
  var observationHigh: [Float] { get }
  /// What its returns mean.
  var returns: Returns { get }
  /// What callers can set for an episode.
  var space: TrackSpace { get }

  /// Starts the generator anew, as if the environment had been made with this seed. The task stays, and the running
  /// episode is not touched.
  func seed(_ seed: UInt64)

  /// Starts an episode and writes its first observation, `observationSize` numbers.
  func reset(into observation: UnsafeMutableBufferPointer<Float>)

  /// Starts the episode that a reset right after `seed(_:)` would start, and writes its first observation. The
  /// environment's own sequence of episodes goes on afterwards as if this episode had not been.
  ///
  /// - Parameter seed: Of this episode alone.
  func reset(into observation: UnsafeMutableBufferPointer<Float>, seed: UInt64)

  /// Whether an episode is under way: false before the first reset and after an episode's end.
  var canStep: Bool { get }

  /// Plays one step of the episode, while `canStep`. Allocates nothing.
  ///
  /// - Parameters:
  ///   - action: `actionSize` finite numbers; outside [-1, 1] one counts as the nearest bound.
  ///   - observation: Receives `observationSize` numbers.
  /// - Returns: The reward, and whether the episode has ended. Without an episode, one cut off with no reward.
  func step(
    action: UnsafeBufferPointer<Float>, observation: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome

  /// Sets the task of the episodes that start from now on: a number inside the task space for every coordinate.
  func setTask(_ task: UnsafeBufferPointer<Double>)

  /// Sets a parameter for the episodes that start from now on, or turns it off.
  ///
  /// - Parameter numbers: As many numbers within its bounds as it `counts`; none to turn it off.
  /// - Throws: `UsageError` if a part of it is set while the part before is off.
  func set(_ settable: SettableParameter, to numbers: UnsafeBufferPointer<Double>) throws(UsageError)

  /// The fixed tasks on which students are compared, row after row; none without a task space.
  func testSet() -> [Double]

  /// The picture of the present moment; nil before the first reset. Draws no random number and changes nothing.
  func drawing() -> Drawing?
}
