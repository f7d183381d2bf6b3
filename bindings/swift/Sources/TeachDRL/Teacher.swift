import CTeachDRL

/// A teacher of the library: proposes tasks, and learns from the outcomes of the episodes that are played on them.
///
///     let gravity = TaskParameter("gravity", .logNumber, low: 1, high: 20)
///     let teacher = try Teacher("ALP-GMM", parameters: [gravity], options: [], seed: 42)
///     let proposal = try teacher.propose()
///     try teacher.update(task: proposal.task, EpisodeOutcome(episodeReturn: 12.5, success: 1))
public class Teacher {
  /// The number of parameters of a task.
  public let dimension: Int
  let handle: OpaquePointer?

  /// Takes a handle over.
  init(handle: OpaquePointer?) throws(LibraryError) {
    var dimension = 0
    do {
      try check(teachdrl_teacher_dimension(handle, &dimension))
    } catch {
      teachdrl_teacher_destroy(handle)
      throw error
    }
    self.handle = handle
    self.dimension = dimension
  }

  /// Creates the teacher of that name over a task space.
  public convenience init(
    _ name: String, parameters: [TaskParameter], options: [OptionSetting], seed: UInt64
  ) throws(LibraryError) {
    var handle: OpaquePointer?
    try check(
      withDefinition(name, parameters, options, seed: seed) { teachdrl_teacher_create_from($0, &handle) })
    try self.init(handle: handle)
  }

  /// Creates the teacher of that name over the box from `low` to `high`, which have the same length.
  public convenience init(
    _ name: String, low: [Double], high: [Double], options: [OptionSetting], seed: UInt64
  ) throws(LibraryError) {
    precondition(low.count == high.count, "as many lower as upper bounds")
    var handle: OpaquePointer?
    try check(
      withCOptions(options) { options, count in
        teachdrl_teacher_create(name, low.count, low, high, options, count, seed, &handle)
      })
    try self.init(handle: handle)
  }

  deinit { teachdrl_teacher_destroy(handle) }

  /// The task space.
  public func parameters() throws(LibraryError) -> [TaskParameter] {
    try TaskParameter.read(count: dimension) { teachdrl_teacher_parameter(handle, $0, $1) }
  }

  /// The number of outcomes that the teacher has been told.
  public func episodeCount() throws(LibraryError) -> UInt64 {
    var count: UInt64 = 0
    try check(teachdrl_teacher_episode_count(handle, &count))
    return count
  }

  /// Proposes a task inside the task space.
  public func sampleTask() throws(LibraryError) -> [Double] {
    var task = [Double](repeating: 0, count: dimension)
    try check(teachdrl_teacher_sample_task(handle, &task, dimension))
    return task
  }

  /// Proposes a task inside the task space, with its level.
  public func propose() throws(LibraryError) -> Proposal {
    var task = [Double](repeating: 0, count: dimension)
    var proposal = teachdrl_proposal()
    proposal.struct_size = MemoryLayout<teachdrl_proposal>.stride
    try check(teachdrl_teacher_propose(handle, &task, dimension, &proposal))
    return Proposal(task, proposal)
  }

  /// Tells the teacher the return that the student reached on a task.
  public func update(task: [Double], episodeReturn: Double) throws(LibraryError) {
    try check(teachdrl_teacher_update(handle, task, task.count, episodeReturn))
  }

  /// Tells the teacher how an episode went.
  ///
  /// - Throws: `LibraryError` if the outcome lacks what the teacher needs, among others.
  public func update(task: [Double], _ outcome: EpisodeOutcome) throws(LibraryError) {
    var outcome = outcome.described
    try check(teachdrl_teacher_update_outcomes(handle, task, 1, task.count, &outcome))
  }

  /// The members of an outcome that the teacher needs with its options.
  public func neededOutcomeMembers() throws(LibraryError) -> OutcomeMembers {
    var needs: UInt32 = 0
    try check(teachdrl_teacher_outcome_members(handle, &needs, nil))
    return OutcomeMembers(rawValue: needs)
  }

  /// The learning progress that the newest update showed, in the unit of the rewards that the teacher sees; NaN before
  /// the first update since the teacher was made or loaded, and with teachers that compute none for an episode.
  public func learningProgress() throws(LibraryError) -> Double {
    var progress = 0.0
    try check(teachdrl_teacher_learning_progress(handle, &progress))
    return progress
  }

  /// The value of one of the teacher's options, as text: what it was created with, or what it uses instead.
  ///
  /// - Throws: `LibraryError` if the teacher has no option of that name.
  public func option(_ name: String) throws(LibraryError) -> String {
    var value: UnsafePointer<CChar>?
    try check(teachdrl_teacher_option(handle, name, &value))
    return value.map { String(cString: $0) } ?? ""
  }
}

/// Lends a teacher's definition to a C function for the length of a call.
///
/// - Parameter name: The teacher's name; nil for any, where that is allowed.
func withDefinition<Result>(
  _ name: String?, _ parameters: [TaskParameter], _ options: [OptionSetting], seed: UInt64,
  _ body: (UnsafePointer<teachdrl_teacher_definition>) -> Result
) -> Result {
  let texts = CTexts()
  return withExtendedLifetime(texts) {
    withCParameters(parameters) { parameters, parameterCount in
      withCOptions(options) { options, optionCount in
        var definition = teachdrl_teacher_definition(
          struct_size: MemoryLayout<teachdrl_teacher_definition>.stride, name: name.flatMap { texts.copy($0) },
          parameters: parameters, parameter_count: parameterCount, options: options, option_count: optionCount,
          seed: seed)
        return body(&definition)
      }
    }
  }
}
