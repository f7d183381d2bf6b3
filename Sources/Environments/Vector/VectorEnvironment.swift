import Platform
import Synchronization

/// Many environments stepped together, on several threads.
///
/// Which thread steps which environment is left to chance, and makes no difference: each is a world of its own, and what
/// concerns several is done in the order of their numbers. Environment *i* does what it would do alone.
///
/// All functions are for one thread at a time; `self` starts the others. What a function needs (a number in range, an
/// environment that has been reset, nothing sent) its caller has checked.
public final class VectorEnvironment {
  /// What follows an episode's end.
  public enum Autoreset: Sendable {
    /// The next step ignores its action and gives the next episode's first observation.
    case nextStep
    /// The same step gives the next episode's first observation.
    case sameStep
    /// A reset by hand.
    case disabled
  }

  /// The environments, by number.
  public let environments: [any Environment]
  /// The number of numbers of an observation.
  public let observationSize: Int
  /// The number of numbers of an action.
  public let actionSize: Int
  /// The number of numbers of a task.
  public let taskDimension: Int
  /// The return above which an episode is a success.
  public let masteredReturn: Double
  /// What follows the end of an episode.
  public let autoreset: Autoreset
  let workers: OpaquePointer

  // Shared with the threads, each row of which is one thread's at a time.
  let slots: UnsafeMutablePointer<VectorSlot>
  private let finalObservations: Rows<Float>
  private let nextTasks: Rows<Double>
  private let runningTasks: Rows<Double>
  private let finishedTasks: Rows<Double>
  /// The numbers of environments in the order in which threads take them.
  let order: UnsafeMutablePointer<Int32>

  // What is sent: a ring of numbers of environments, with an action and an observation each.
  let ring: UnsafeMutablePointer<Int32>
  let sentActions: Rows<Float>
  let sentObservations: Rows<Float>
  let isStepped: UnsafeMutablePointer<Atomic<Bool>>
  var ringHead = 0
  var ringTail = 0

  /// A vector of environments of one kind; nil where there is no memory.
  ///
  /// - Parameter threadCount: How many threads step, the caller's among them; 0 and 1 for that alone.
  public init?(_ environments: [any Environment], threadCount: Int, autoreset: Autoreset) {
    let count = environments.count
    // More threads than environments would only sleep.
    let useful = Int32(clamping: min(threadCount, count))
    guard let first = environments.first, let workers = platform_workers_create(useful) else { return nil }
    self.environments = environments
    self.autoreset = autoreset
    self.workers = workers
    observationSize = first.observationSize
    actionSize = first.actionSize
    taskDimension = first.space.taskSpace?.dimension ?? 0
    masteredReturn = first.returns.mastered
    slots = .allocate(capacity: count)
    slots.initialize(repeating: VectorSlot(), count: count)
    finalObservations = Rows(count: count, length: observationSize, repeating: 0)
    nextTasks = Rows(count: count, length: taskDimension, repeating: .nan)
    runningTasks = Rows(count: count, length: taskDimension, repeating: .nan)
    finishedTasks = Rows(count: count, length: taskDimension, repeating: .nan)
    order = .allocate(capacity: count)
    order.initialize(repeating: 0, count: count)
    ring = .allocate(capacity: count)
    ring.initialize(repeating: 0, count: count)
    sentActions = Rows(count: count, length: actionSize, repeating: 0)
    sentObservations = Rows(count: count, length: observationSize, repeating: 0)
    isStepped = .allocate(capacity: count)
    for i in 0..<count { (isStepped + i).initialize(to: Atomic(false)) }
  }

  deinit {
    platform_workers_destroy(workers)
    isStepped.deinitialize(count: count)
    isStepped.deallocate()
    slots.deallocate()
    order.deallocate()
    ring.deallocate()
  }

  /// The number of environments.
  public var count: Int { environments.count }

  /// Whether a fork cut a step off: nothing can be done any more.
  public var isLost: Bool { platform_workers_lost(workers) }
}

// Tasks.
extension VectorEnvironment {
  /// Sets the task of the episodes that an environment starts from now on. If a seed was proposed with it, each of them is
  /// the one that a reset right after seeding would start.
  public func setTask(_ task: UnsafeBufferPointer<Double>, of i: Int, origin: EpisodeOrigin = EpisodeOrigin()) {
    environments[i].setTask(task)
    _ = nextTasks[i].update(fromContentsOf: task)
    slots[i].nextOrigin = origin
  }

  /// Says who sets an environment's tasks: with `true`, the caller sets one before each reset and, in same-step mode,
  /// calls `startNextEpisode` for every finished episode.
  public func setAwaitsTask(_ awaits: Bool, of i: Int) { slots[i].awaitsTask = awaits }

  /// Gives up an environment's episode, and what was said of the next one's task: a reset must come before the next step.
  public func giveUpEpisode(of i: Int) {
    slots[i].phase = .idle
    slots[i].nextOrigin = EpisodeOrigin()
  }

  /// The running episode's task, or the last one's; not numbers where none was set.
  public func runningTask(of i: Int) -> UnsafeBufferPointer<Double> { UnsafeBufferPointer(runningTasks[i]) }

  /// Where the running episode's task comes from, or the last one's.
  public func runningOrigin(of i: Int) -> EpisodeOrigin { slots[i].runningOrigin }
}

// What the last step led to.
extension VectorEnvironment {
  /// An episode that has come to its end.
  public struct FinishedEpisode {
    /// The sum of its rewards.
    public let episodeReturn: Double
    /// Its steps.
    public let length: UInt64
    /// Its task; not numbers where none was set.
    public let task: UnsafeBufferPointer<Double>
    /// Where the task came from.
    public let origin: EpisodeOrigin
    /// Whether the return is above the mastered one.
    public let isSuccess: Bool
    /// What was seen last.
    public let finalObservation: UnsafeBufferPointer<Float>
  }

  /// What an environment's last step led to.
  public func outcome(of i: Int) -> StepOutcome { slots[i].outcome }

  /// The episode that ended with an environment's last step; nil where none did.
  public func finishedEpisode(of i: Int) -> FinishedEpisode? {
    guard slots[i].hasFinished else { return nil }
    return FinishedEpisode(
      episodeReturn: slots[i].finishedReturn, length: slots[i].finishedLength,
      task: UnsafeBufferPointer(finishedTasks[i]), origin: slots[i].finishedOrigin,
      isSuccess: slots[i].finishedReturn > masteredReturn, finalObservation: UnsafeBufferPointer(finalObservations[i]))
  }

  /// Whether an environment can be stepped: it has been reset, and again after an episode's end where it must be.
  public func canStep(_ i: Int) -> Bool { slots[i].phase != .idle }
}

// One environment at a time, on any thread.
extension VectorEnvironment {
  func start(_ i: Int, into observation: UnsafeMutableBufferPointer<Float>) {
    if let seed = slots[i].nextOrigin.proposal.seed {
      environments[i].reset(into: observation, seed: seed)
    } else {
      environments[i].reset(into: observation)
    }
    nextTasks.copy(i, to: runningTasks)
    slots[i].runningOrigin = slots[i].nextOrigin
    slots[i].phase = .running
    slots[i].episodeReturn = 0
    slots[i].length = 0
  }

  func step(
    _ i: Int, action: UnsafeBufferPointer<Float>, into observation: UnsafeMutableBufferPointer<Float>
  ) {
    slots[i].hasFinished = false
    guard slots[i].phase == .running else {
      slots[i].outcome = .none
      return start(i, into: observation)
    }
    let outcome = environments[i].step(action: action, observation: observation)
    slots[i].outcome = outcome
    slots[i].episodeReturn += outcome.reward
    slots[i].length += 1
    if outcome.terminated || outcome.truncated { finish(i, observation) }
  }

  private func finish(_ i: Int, _ observation: UnsafeMutableBufferPointer<Float>) {
    slots[i].hasFinished = true
    slots[i].finishedReturn = slots[i].episodeReturn
    slots[i].finishedLength = slots[i].length
    slots[i].finishedOrigin = slots[i].runningOrigin
    runningTasks.copy(i, to: finishedTasks)
    _ = finalObservations[i].update(fromContentsOf: observation)
    slots[i].phase = autoreset == .disabled ? .idle : .ended
    if autoreset == .sameStep && !slots[i].awaitsTask { start(i, into: observation) }
  }
}
