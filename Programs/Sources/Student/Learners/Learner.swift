/// A student that learns from the steps it plays. A training run drives it, and knows nothing of how it learns.
///
/// The run asks for actions, plays them in all environments and tells what they led to. When the learner says that a phase
/// has ended, the run makes the updates that are due, and between two phases is a boundary: there the learner notes its
/// state, and from there a run that was stopped goes on.
protocol Learner: AnyObject {
  /// The environments that it plays at once.
  var environmentCount: Int { get }
  /// How many steps, the run's first, have random actions.
  var randomStepCount: Int { get }
  /// The policy as it is learnt so far.
  var policy: any ActionPolicy { get }

  /// Chooses the actions of the next step.
  ///
  /// - Parameters:
  ///   - observations: A row for each environment.
  ///   - actions: A row for each environment, to write to.
  ///   - stepCount: The steps of the run so far, of all environments.
  func chooseActions(
    for observations: UnsafeBufferPointer<Float>, into actions: UnsafeMutableBufferPointer<Float>, stepCount: Int)

  /// Takes in what a step led to.
  ///
  /// - Returns: Whether a phase has ended.
  func observe(_ step: ObservedStep) -> Bool

  /// How many updates are to be made before the next step.
  var dueUpdateCount: Int { get }

  /// Makes the next of the updates that are due.
  func update()

  /// Notes the present state as that of a boundary. No update is due.
  func reachBoundary()

  /// Adds the state of the last boundary to a checkpoint.
  func encode(into file: inout SafeTensors)

  /// Takes over what `encode` wrote; false, and nothing is changed, if it is not all there.
  func restore(from file: SafeTensors) -> Bool

  /// The content of the run's file of networks: as they are, or, while updates are due, as they were at the boundary.
  func encodedNetworks() -> [UInt8]

  /// Takes over the networks that `encodedNetworks` gave; false, and nothing is changed, if they are not all there.
  func restoreNetworks(from file: SafeTensors) -> Bool

  /// The file in which it keeps what it has seen, if it keeps one.
  var log: (any LearnerLog)? { get }
}

extension Learner {
  var log: (any LearnerLog)? { nil }

  /// Takes over the networks of a run's file.
  ///
  /// - Throws: A `FileError` or a `RunFileError`; the networks are then as they were.
  func loadNetworks(from path: String) throws {
    guard let bytes = try contents(ofFile: path) else {
      throw RunFileError(path: path, problem: "is not there: the run has not saved its networks yet")
    }
    guard let file = SafeTensors(bytes), restoreNetworks(from: file) else {
      throw RunFileError(path: path, problem: "does not hold the networks of this run")
    }
  }
}

/// What a step of all environments led to, a row for each.
struct ObservedStep {
  /// What the actions were chosen for.
  let observations: UnsafeBufferPointer<Float>
  /// The actions.
  let actions: UnsafeBufferPointer<Float>
  /// The rewards.
  let rewards: UnsafeBufferPointer<Double>
  /// What came after, of an episode that ended its last observation.
  let nextObservations: UnsafeBufferPointer<Float>
  /// How the episodes go on.
  let endings: UnsafeBufferPointer<EpisodeEnding>
  /// Whether the student is to learn from the episodes.
  let areForLearning: UnsafeBufferPointer<Bool>
}

/// How an episode goes on after a step.
enum EpisodeEnding: UInt8 {
  /// It goes on.
  case none
  /// It came to its own end: nothing can follow.
  case terminated
  /// It was cut off: more would have followed.
  case cutOff
}

/// A file of a run in which a learner keeps what it has seen. It only grows, an episode at a time.
protocol LearnerLog: AnyObject {
  /// Takes the memory that it needs.
  ///
  /// - Throws: If the system has not that much.
  func reserve() throws(ConfigurationError)

  /// Makes the file in a run's folder.
  func start(in directory: RunDirectory) throws

  /// Opens the file of a run that goes on, and takes in what it holds.
  ///
  /// - Parameter end: Where it ended when the checkpoint was taken that the learner has been restored from.
  func resume(in directory: RunDirectory, at end: FileEnd) throws

  /// Where the file ends.
  var end: FileEnd { get }

  /// Where a file ends that has just been made.
  static var endAtStart: FileEnd { get }

  /// Writes the episode that has ended, if the learner learns from it.
  ///
  /// - Parameter observation: What the episode ended with.
  func endEpisode(with observation: UnsafeBufferPointer<Float>) throws(FileError)

  /// Waits until all episodes are on the disk.
  func synchronize() throws(FileError)

  /// Gives back the room of what no checkpoint will need any more. One has just been saved.
  func release()
}
