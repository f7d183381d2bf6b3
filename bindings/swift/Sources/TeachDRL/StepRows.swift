import CTeachDRL

/// What a step of many environments led to, a row for each environment.
public struct StepRows {
  /// The observations, `observationSize` floats a row.
  public let observations: UnsafeBufferPointer<Float>
  /// The rewards.
  public let rewards: UnsafeBufferPointer<Double>
  /// Whether an episode came to its own end.
  public let terminated: UnsafeBufferPointer<Bool>
  /// Whether an episode was cut off.
  public let truncated: UnsafeBufferPointer<Bool>
  /// What is known about the episodes that ended.
  public let finished: FinishedEpisodes
}

/// What is known about episodes that ended, a row for each environment. A row means something only if its episode was
/// terminated or truncated in the last step.
public struct FinishedEpisodes {
  /// The last observations, `observationSize` floats a row.
  public let observations: UnsafeBufferPointer<Float>
  /// The sums of rewards.
  public let returns: UnsafeBufferPointer<Double>
  /// The numbers of steps.
  public let lengths: UnsafeBufferPointer<UInt64>
  /// The tasks, a number for each parameter a row; NaN if none was set.
  public let tasks: UnsafeBufferPointer<Double>
  /// The index of the teacher whose task it was; -1 if it was none's.
  public let sources: UnsafeBufferPointer<Int32>
  /// 1 if the return is above the environment's mastered return, else 0.
  public let successes: UnsafeBufferPointer<Double>
  /// Whether the student should learn from the episode.
  public let areForLearning: UnsafeBufferPointer<Bool>
  private let levels: UnsafeBufferPointer<UInt64>

  fileprivate init(_ memory: StepMemory) {
    observations = UnsafeBufferPointer(memory.lastObservations)
    returns = UnsafeBufferPointer(memory.returns)
    lengths = UnsafeBufferPointer(memory.lengths)
    tasks = UnsafeBufferPointer(memory.tasks)
    sources = UnsafeBufferPointer(memory.sources)
    successes = UnsafeBufferPointer(memory.successes)
    levels = UnsafeBufferPointer(memory.levels)
    areForLearning = UnsafeBufferPointer(memory.areForLearning)
  }

  /// The level that an environment's episode played; nil if it was none.
  ///
  /// - Parameter index: The environment.
  /// - Returns: The level's number.
  public func level(at index: Int) -> UInt64? { levels[index] == Proposal.noLevel ? nil : levels[index] }
}

/// The memory that steps are written to.
final class StepMemory {
  let observations: UnsafeMutableBufferPointer<Float>
  let rewards: UnsafeMutableBufferPointer<Double>
  let terminated: UnsafeMutableBufferPointer<Bool>
  let truncated: UnsafeMutableBufferPointer<Bool>
  let lastObservations: UnsafeMutableBufferPointer<Float>
  let returns: UnsafeMutableBufferPointer<Double>
  let lengths: UnsafeMutableBufferPointer<UInt64>
  let tasks: UnsafeMutableBufferPointer<Double>
  let sources: UnsafeMutableBufferPointer<Int32>
  let successes: UnsafeMutableBufferPointer<Double>
  let levels: UnsafeMutableBufferPointer<UInt64>
  let areForLearning: UnsafeMutableBufferPointer<Bool>
  private let observationSize: Int

  init(count: Int, observationSize: Int, dimension: Int) {
    self.observationSize = observationSize
    observations = allocate(count * observationSize, 0)
    rewards = allocate(count, 0)
    terminated = allocate(count, false)
    truncated = allocate(count, false)
    lastObservations = allocate(count * observationSize, 0)
    returns = allocate(count, 0)
    lengths = allocate(count, 0)
    tasks = allocate(count * dimension, 0)
    sources = allocate(count, 0)
    successes = allocate(count, 0)
    levels = allocate(count, Proposal.noLevel)
    areForLearning = allocate(count, true)
  }

  deinit {
    for buffer in [observations, lastObservations] { buffer.deallocate() }
    for buffer in [rewards, returns, tasks, successes] { buffer.deallocate() }
    for buffer in [lengths, levels] { buffer.deallocate() }
    for buffer in [terminated, truncated, areForLearning] { buffer.deallocate() }
    sources.deallocate()
  }

  /// The rows, to read.
  var rows: StepRows {
    StepRows(
      observations: UnsafeBufferPointer(observations), rewards: UnsafeBufferPointer(rewards),
      terminated: UnsafeBufferPointer(terminated), truncated: UnsafeBufferPointer(truncated),
      finished: FinishedEpisodes(self))
  }

  /// Lends the rows to a C function.
  func withRows<Result>(_ body: (UnsafePointer<teachdrl_step_rows>) -> Result) -> Result {
    var finished = teachdrl_finished_episodes(
      struct_size: MemoryLayout<teachdrl_finished_episodes>.stride, observations: lastObservations.baseAddress,
      returns: returns.baseAddress, lengths: lengths.baseAddress, tasks: tasks.baseAddress,
      sources: sources.baseAddress, successes: successes.baseAddress, levels: levels.baseAddress,
      are_for_learning: areForLearning.baseAddress)
    return withUnsafePointer(to: &finished) { finished in
      var rows = teachdrl_step_rows(
        struct_size: MemoryLayout<teachdrl_step_rows>.stride, observations: observations.baseAddress,
        observation_size: observationSize, rewards: rewards.baseAddress, terminated: terminated.baseAddress,
        truncated: truncated.baseAddress, episodes: finished)
      return body(&rows)
    }
  }
}

private func allocate<Element>(_ count: Int, _ value: Element) -> UnsafeMutableBufferPointer<Element> {
  let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: count)
  buffer.initialize(repeating: value)
  return buffer
}
