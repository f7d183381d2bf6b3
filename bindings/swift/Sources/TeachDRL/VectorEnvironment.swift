import CTeachDRL

/// Many environments of one kind that are stepped by one call, on several threads.
///
/// Row i of its buffers is environment i's. Where an episode ends, the next one starts by itself, and an attached teacher
/// proposes its task.
///
///     let environments = try VectorEnvironment("stump-tracks", count: 64, threadCount: 2, seed: 1)
///     try environments.attach([teacher])
///     try environments.reset()
///     while true {
///       chooseActions(environments.observations, actions)
///       try environments.step(actions: actions)
///     }
///
/// A step allocates nothing. The object is used from one thread at a time.
public final class VectorEnvironment {
  /// What follows the end of an episode.
  public enum Autoreset: Sendable {
    /// The environment's next step ignores its action and gives the next episode's first observation, with reward 0.
    case nextStep
    /// The step that ends an episode gives the next one's first observation already.
    case sameStep
    /// Nothing: the environment must be reset before its next step.
    case disabled
  }

  /// The number of environments.
  public let count: Int
  /// The number of floats in an observation.
  public let observationSize: Int
  /// The number of floats in an action, each in [-1, 1].
  public let actionSize: Int
  /// The task space; empty if no parameter is on.
  public let parameters: [TaskParameter]
  /// The range of returns that is published for the environment.
  public let returnRange: ClosedRange<Double>
  /// The return above which a task counts as mastered.
  public let masteredReturn: Double
  /// What the last step led to. Its memory lives as long as this object.
  public let lastStep: StepRows

  let handle: OpaquePointer?
  let memory: StepMemory

  /// Creates environments. Environment i is the one that `Environment` makes with the seed `seed + i`.
  ///
  /// - Parameters:
  ///   - name: Their name in `Listing.environments()`.
  ///   - options: Their options.
  ///   - count: How many environments, 1 to 65,536.
  ///   - threadCount: How many threads step them, the caller's among them, up to 256. Nothing depends on it but speed.
  ///   - autoreset: What follows the end of an episode.
  ///   - seed: The first environment's seed.
  /// - Throws: `LibraryError` if there is no such environment or option, or a value is out of its range.
  public init(
    _ name: String, options: [OptionSetting] = [], count: Int, threadCount: Int = 1, autoreset: Autoreset = .sameStep,
    seed: UInt64
  ) throws(LibraryError) {
    var handle: OpaquePointer?
    let texts = CTexts()
    let status = withExtendedLifetime(texts) {
      withCOptions(options) { options, optionCount in
        var definition = teachdrl_vector_environment_definition(
          struct_size: MemoryLayout<teachdrl_vector_environment_definition>.stride, name: texts.copy(name),
          options: options, option_count: optionCount, count: count, thread_count: threadCount,
          autoreset: autoreset.described, seed: seed)
        return teachdrl_vector_environment_create(&definition, &handle)
      }
    }
    try check(status)
    let first: Environment
    do {
      var environment: OpaquePointer?
      try check(teachdrl_vector_environment_at(handle, 0, &environment))
      first = try Environment(handle: environment)
    } catch {
      teachdrl_vector_environment_destroy(handle)
      throw error
    }
    self.handle = handle
    self.count = count
    (observationSize, actionSize, parameters) = (first.observationSize, first.actionSize, first.parameters)
    (returnRange, masteredReturn) = (first.returnRange, first.masteredReturn)
    memory = StepMemory(count: count, observationSize: observationSize, dimension: parameters.count)
    lastStep = memory.rows
  }

  deinit { teachdrl_vector_environment_destroy(handle) }

  /// The present observations, `count` rows of `observationSize` floats. They live as long as this object.
  public var observations: UnsafeBufferPointer<Float> { lastStep.observations }

  /// One of the environments, to ask for its test set and its picture, and to set its parameters by name. Its `reset`,
  /// `step`, `seed` and `setTask` throw: this object does that.
  ///
  /// - Parameter index: Which, below `count`.
  /// - Returns: The environment, which keeps this object alive.
  /// - Throws: `LibraryError` if there is none at that index.
  public func environment(at index: Int) throws(LibraryError) -> Environment {
    var environment: OpaquePointer?
    try check(teachdrl_vector_environment_at(handle, index, &environment))
    return try Environment(handle: environment, partOf: self)
  }

  /// Has teachers propose the tasks of every environment, and tells them how the episodes went. What was attached before is
  /// detached, and episodes under way are given up: `reset` comes next.
  ///
  /// - Parameters:
  ///   - teachers: At most 64; none gives the tasks back to the caller. Each is kept alive while it is attached.
  ///   - shares: How often each of them proposes, as shares of their sum; nil for equal shares.
  /// - Throws: `LibraryError` if a teacher's parameters are not the environments', or it needs what they do not give.
  public func attach(_ teachers: [Teacher], shares: [Double]? = nil) throws(LibraryError) {
    precondition(shares == nil || shares?.count == teachers.count, "as many shares as teachers")
    let handles = teachers.map(\.handle)
    // `TEACHDRL_ALL_ENVIRONMENTS`, which Swift does not see.
    let all = Int(bitPattern: UInt.max)
    let status = handles.withUnsafeBufferPointer { handles in
      guard let shares else {
        return teachdrl_vector_environment_attach_teachers(handle, all, handles.baseAddress, nil, handles.count)
      }
      return teachdrl_vector_environment_attach_teachers(handle, all, handles.baseAddress, shares, handles.count)
    }
    withExtendedLifetime(teachers) {}
    try check(status)
  }

  /// Sets the tasks of the episodes that start from now on.
  ///
  /// - Parameter tasks: A task for each environment.
  /// - Throws: `LibraryError` if one lies outside the task space, or teachers are attached. Then none is set.
  public func setTasks(_ tasks: [[Double]]) throws(LibraryError) {
    precondition(tasks.allSatisfy { $0.count == parameters.count }, "a number for each parameter")
    let rows = tasks.flatMap { $0 }
    try check(teachdrl_vector_environment_set_tasks(handle, nil, rows, tasks.count, parameters.count))
  }

  /// Gives the environments new seeds, as if they had been created with `seed`, `seed + 1` and so on.
  ///
  /// - Parameter seed: The first environment's.
  public func seed(_ seed: UInt64) throws(LibraryError) {
    let seeds = (0..<count).map { seed &+ UInt64($0) }
    try check(teachdrl_vector_environment_seed(handle, nil, seeds, count))
  }

  /// Starts an episode in every environment, and writes their first observations.
  public func reset() throws(LibraryError) {
    try check(
      teachdrl_vector_environment_reset(handle, nil, memory.observations.baseAddress, count, observationSize))
  }

  /// Plays one step in every environment.
  ///
  /// - Parameter actions: `count` rows of `actionSize` numbers; outside [-1, 1] counts as the nearest bound.
  /// - Throws: `LibraryError` if a number is not finite, or an environment must be reset first. Then none was stepped.
  public func step(actions: UnsafeBufferPointer<Float>) throws(LibraryError) {
    precondition(actions.count == count * actionSize, "an action for each environment")
    try check(memory.withRows { teachdrl_vector_environment_step(handle, actions.baseAddress, count, actionSize, $0) })
  }

  /// Writes the tasks of the running episodes.
  ///
  /// - Parameter tasks: `count` rows, a number for each parameter; NaN if no task was set.
  public func writeRunningTasks(to tasks: UnsafeMutableBufferPointer<Double>) throws(LibraryError) {
    precondition(tasks.count == count * parameters.count, "a task for each environment")
    try check(
      teachdrl_vector_environment_running_tasks(handle, tasks.baseAddress, nil, count, parameters.count))
  }
}

extension VectorEnvironment.Autoreset {
  fileprivate var described: teachdrl_autoreset {
    switch self {
    case .nextStep: TEACHDRL_AUTORESET_NEXT_STEP
    case .sameStep: TEACHDRL_AUTORESET_SAME_STEP
    case .disabled: TEACHDRL_AUTORESET_DISABLED
    }
  }
}
