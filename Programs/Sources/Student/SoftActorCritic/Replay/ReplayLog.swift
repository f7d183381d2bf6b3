/// The replay buffer of a run, and the file from which it is filled again when the run goes on.
final class ReplayLog: LearnerLog {
  /// The steps that the buffer got, of all episodes.
  private(set) var stepCount = 0
  /// Those that it had got at the last boundary.
  private(set) var stepCountAtBoundary = 0
  private let capacity: Int
  private let observationSize: Int
  private let actionSize: Int
  private var buffer: ReplayBuffer?
  private var transitions: TransitionLog?
  /// Whether the running episode has steps here.
  private var holdsSteps = false

  /// A log without memory and without a file.
  init(capacity: Int, observationSize: Int, actionSize: Int) {
    (self.capacity, self.observationSize, self.actionSize) = (capacity, observationSize, actionSize)
  }

  /// The steps to learn from.
  ///
  /// - Precondition: Memory is reserved.
  var replay: ReplayBuffer {
    guard let buffer else { preconditionFailure("no memory is reserved") }
    return buffer
  }

  func reserve() throws(ConfigurationError) {
    do {
      buffer = try ReplayBuffer(capacity: capacity, observationSize: observationSize, actionSize: actionSize)
    } catch {
      // The sizes are checked already.
      throw ConfigurationError("buf_size is \(capacity); the system has no address space for that many transitions")
    }
  }

  /// Notes that the present steps are those of a boundary.
  func reachBoundary() { stepCountAtBoundary = stepCount }

  /// Goes on from a boundary at which there were so many steps; `resume` fills the buffer.
  func restore(stepCount: Int) {
    self.stepCount = stepCount
    stepCountAtBoundary = stepCount
  }

  func start(in directory: RunDirectory) throws {
    transitions = try TransitionLog(
      path: directory.file(RunDirectory.transitions), observationSize: observationSize, actionSize: actionSize)
  }

  func resume(in directory: RunDirectory, at end: FileEnd) throws {
    transitions = try TransitionLog(
      path: directory.file(RunDirectory.transitions), length: end.length, stepCount: stepCount, filling: replay)
  }

  var end: FileEnd { transitions?.end ?? FileEnd() }
  static var endAtStart: FileEnd { FileEnd(length: TransitionLog.headSize) }

  /// Keeps a step of the running episode. The file gets it when the episode ends.
  func append(
    observation: UnsafeBufferPointer<Float>, action: UnsafeBufferPointer<Float>, reward: Float,
    nextObservation: UnsafeBufferPointer<Float>, done: Bool
  ) {
    replay.append(
      observation: observation, action: action, reward: reward, nextObservation: nextObservation, done: done)
    transitions?.append(observation: observation, action: action, reward: reward, done: done)
    stepCount += 1
    holdsSteps = true
  }

  func endEpisode(with observation: UnsafeBufferPointer<Float>) throws(FileError) {
    guard holdsSteps else { return }
    holdsSteps = false
    try transitions?.endEpisode(with: observation)
  }

  func synchronize() throws(FileError) { try transitions?.synchronize() }

  func release() { transitions?.forget(allBut: capacity, of: stepCountAtBoundary) }
}
