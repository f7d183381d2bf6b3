import CTeachDRL

/// The library's toy environment: a stand-in for a student, to try teachers in seconds.
public final class Toy {
  /// The number of parameters of a task; the task space is the unit box.
  public let dimension: Int
  let handle: OpaquePointer?

  /// Creates a toy environment in which nothing is learnt yet.
  public init(options: [OptionSetting]) throws(LibraryError) {
    var handle: OpaquePointer?
    try check(withCOptions(options) { options, count in teachdrl_toy_create(options, count, &handle) })
    var dimension = 0
    do {
      try check(teachdrl_toy_task_dimension(handle, &dimension))
    } catch {
      teachdrl_toy_destroy(handle)
      throw error
    }
    self.dimension = dimension
    self.handle = handle
  }

  deinit { teachdrl_toy_destroy(handle) }

  /// Plays an episode on a task and returns its reward, in [0, 1].
  public func play(_ task: [Double]) throws(LibraryError) -> Double {
    var reward = 0.0
    try check(teachdrl_toy_play(handle, task, task.count, &reward))
    return reward
  }

  /// The share of mastered cells, in percent.
  public func masteredShare() throws(LibraryError) -> Double {
    var percent = 0.0
    try check(teachdrl_toy_mastered_share(handle, &percent))
    return percent
  }
}
