import CTeachDRL

/// A teacher of the library: proposes tasks, and learns from the returns reached on them.
///
///     let teacher = try Teacher("ALP-GMM", low: [0, 0], high: [3, 6], options: [], seed: 42)
///     let task = try teacher.sampleTask()
///     try teacher.update(task: task, episodeReturn: 12.5)
public final class Teacher {
  /// The number of parameters of a task.
  public let dimension: Int
  let handle: OpaquePointer?

  /// Takes a handle over.
  init(handle: OpaquePointer?, dimension: Int) {
    self.handle = handle
    self.dimension = dimension
  }

  /// Creates the teacher of that name over the box from `low` to `high`, which have the same length.
  public init(
    _ name: String, low: [Double], high: [Double], options: [OptionSetting], seed: UInt64
  ) throws(LibraryError) {
    precondition(low.count == high.count, "as many lower as upper bounds")
    dimension = low.count
    var handle: OpaquePointer?
    try check(
      withCOptions(options) { options, count in
        teachdrl_teacher_create(name, low.count, low, high, options, count, seed, &handle)
      })
    self.handle = handle
  }

  deinit { teachdrl_teacher_destroy(handle) }

  /// Proposes a task inside the task space.
  public func sampleTask() throws(LibraryError) -> [Double] {
    var task = [Double](repeating: 0, count: dimension)
    try check(teachdrl_teacher_sample_task(handle, &task, dimension))
    return task
  }

  /// Tells the teacher the return that the student reached on a task.
  public func update(task: [Double], episodeReturn: Double) throws(LibraryError) {
    try check(teachdrl_teacher_update(handle, task, task.count, episodeReturn))
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
