import CTeachDRL

/// An environment of the library: a walker on a generated track.
public final class Environment {
  /// What one step brought.
  public struct Step {
    /// The step's reward.
    public let reward: Double
    /// Whether the episode came to its own end.
    public let terminated: Bool
    /// Whether the environment cut the episode off.
    public let truncated: Bool
  }

  /// The number of floats in an observation.
  public let observationSize: Int
  /// The number of floats in an action, each in [-1, 1].
  public let actionSize: Int
  /// The task space; empty if no parameter is on.
  public let parameters: [TaskParameter]
  /// The range of returns from which teachers rescale.
  public let returnRange: ClosedRange<Double>
  /// The return above which a task counts as mastered.
  public let masteredReturn: Double
  /// How far Oracle's window moves in this task space as published, as a value for its option `window_step_vector`; "off" if
  /// nothing is published for the task's parameters.
  public let windowStepVector: String
  let handle: OpaquePointer?

  /// What the environment is a part of, kept alive.
  private let whole: AnyObject?

  /// Creates the environment of that name.
  ///
  /// - Parameters:
  ///   - name: Its name in `Listing.environments()`.
  ///   - options: Its options.
  ///   - seed: The seed of its generator.
  /// - Throws: `LibraryError` if there is no such environment or option, or a value is out of its range.
  public convenience init(_ name: String, options: [OptionSetting] = [], seed: UInt64) throws(LibraryError) {
    var handle: OpaquePointer?
    try check(
      withCOptions(options) { options, count in
        teachdrl_environment_create(name, options, count, seed, &handle)
      })
    try self.init(handle: handle)
  }

  /// Takes a handle over. One that belongs to a vector environment is not destroyed with this object.
  init(handle: OpaquePointer?, partOf whole: AnyObject? = nil) throws(LibraryError) {
    do {
      observationSize = try read { teachdrl_environment_observation_size(handle, $0) }
      actionSize = try read { teachdrl_environment_action_size(handle, $0) }
      parameters = try readParameters(handle)
      returnRange = try readReturnRange(handle)
      masteredReturn = try readMasteredReturn(handle)
      windowStepVector = try readWindowStepVector(handle)
    } catch {
      teachdrl_environment_destroy(handle)
      throw error
    }
    self.handle = handle
    self.whole = whole
  }

  deinit { teachdrl_environment_destroy(handle) }

  /// The paper's fixed test set, task after task.
  public func testSet() throws(LibraryError) -> [[Double]] {
    var count = 0
    try check(teachdrl_environment_test_set(handle, nil, 0, &count))
    var values = [Double](repeating: 0, count: count * parameters.count)
    try check(teachdrl_environment_test_set(handle, &values, values.count, &count))
    return (0..<count).map { Array(values[$0 * parameters.count..<($0 + 1) * parameters.count]) }
  }

  /// Starts the generator anew, as if the environment had been created with this seed.
  public func seed(_ seed: UInt64) throws(LibraryError) {
    try check(teachdrl_environment_seed(handle, seed))
  }

  /// Sets the task of the episodes that start from now on.
  public func setTask(_ task: [Double]) throws(LibraryError) {
    try check(teachdrl_environment_set_task(handle, task, task.count))
  }

  /// Starts an episode and writes its first observation.
  public func reset(observation: UnsafeMutableBufferPointer<Float>) throws(LibraryError) {
    try check(teachdrl_environment_reset(handle, observation.baseAddress, observation.count))
  }

  /// Plays one step and writes the observation that follows. The buffers have this environment's sizes.
  public func step(
    action: UnsafeBufferPointer<Float>, observation: UnsafeMutableBufferPointer<Float>
  ) throws(LibraryError) -> Step {
    var step = teachdrl_step()
    step.struct_size = MemoryLayout<teachdrl_step>.stride
    try check(
      teachdrl_environment_step(
        handle, action.baseAddress, action.count, observation.baseAddress, observation.count, &step))
    return Step(reward: step.reward, terminated: step.terminated, truncated: step.truncated)
  }
}

private func read(_ query: (UnsafeMutablePointer<Int>?) -> teachdrl_status) throws(LibraryError) -> Int {
  var value = 0
  try check(query(&value))
  return value
}

private func readParameters(_ handle: OpaquePointer?) throws(LibraryError) -> [TaskParameter] {
  let dimension = try read { teachdrl_environment_task_dimension(handle, $0) }
  return try TaskParameter.read(count: dimension) { teachdrl_environment_task_parameter(handle, $0, $1) }
}

private func readReturnRange(_ handle: OpaquePointer?) throws(LibraryError) -> ClosedRange<Double> {
  var low = 0.0
  var high = 0.0
  try check(teachdrl_environment_return_range(handle, &low, &high))
  return low...max(low, high)
}

private func readWindowStepVector(_ handle: OpaquePointer?) throws(LibraryError) -> String {
  var value: UnsafePointer<CChar>?
  try check(teachdrl_environment_window_step_vector(handle, &value))
  return value.map { String(cString: $0) } ?? ""
}

private func readMasteredReturn(_ handle: OpaquePointer?) throws(LibraryError) -> Double {
  var threshold = 0.0
  try check(teachdrl_environment_mastered_return(handle, &threshold))
  return threshold
}
