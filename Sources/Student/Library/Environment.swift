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

  /// One parameter of a task.
  public struct Parameter: Sendable, Equatable {
    /// Such as "stump_height".
    public let name: String
    /// The least value.
    public let low: Double
    /// The largest value.
    public let high: Double

    /// The value if it lies inside, and the bound if it is outside by no more than one unit in the last place of `Float`:
    /// what the library takes a task's coordinate for. Nil if it lies farther outside.
    func snapped(_ value: Double) -> Double? {
      if low <= value, value <= high { return value }
      let bound = value < low ? low : high
      return abs(value - bound) <= Double(Float(bound).ulp) ? bound : nil
    }
  }

  /// The number of floats in an observation.
  public let observationSize: Int
  /// The number of floats in an action, each in [-1, 1].
  public let actionSize: Int
  /// The task space; empty where no parameter is on.
  public let parameters: [Parameter]
  /// The range of returns from which teachers rescale.
  public let returnRange: ClosedRange<Double>
  /// The return above which a task counts as mastered.
  public let masteredReturn: Double
  /// How far Oracle's window moves in this task space as published, as a value for its option `window_step_vector`; "off" if
  /// nothing is published for the task's parameters.
  public let windowStepVector: String
  let handle: OpaquePointer?

  /// Creates the environment of that name.
  public init(_ name: String, options: [OptionSetting], seed: UInt64) throws(LibraryError) {
    var handle: OpaquePointer?
    try check(
      withCOptions(options) { options, count in
        teachdrl_environment_create(name, options, count, seed, &handle)
      })
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
    var reward = 0.0
    var terminated = false
    var truncated = false
    try check(
      teachdrl_environment_step(
        handle, action.baseAddress, action.count, observation.baseAddress, observation.count, &reward, &terminated,
        &truncated))
    return Step(reward: reward, terminated: terminated, truncated: truncated)
  }
}

private func read(_ query: (UnsafeMutablePointer<Int>?) -> teachdrl_status) throws(LibraryError) -> Int {
  var value = 0
  try check(query(&value))
  return value
}

private func readParameters(_ handle: OpaquePointer?) throws(LibraryError) -> [Environment.Parameter] {
  let dimension = try read { teachdrl_environment_task_dimension(handle, $0) }
  guard dimension > 0 else { return [] }
  var low = [Double](repeating: 0, count: dimension)
  var high = low
  try check(teachdrl_environment_task_space(handle, &low, &high, dimension))
  var parameters: [Environment.Parameter] = []
  for index in 0..<dimension {
    var name: UnsafePointer<CChar>?
    try check(teachdrl_environment_parameter_name(handle, index, &name))
    parameters.append(
      Environment.Parameter(name: name.map { String(cString: $0) } ?? "", low: low[index], high: high[index]))
  }
  return parameters
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
