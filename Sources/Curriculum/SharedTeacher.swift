import Arguments
import Tasks
import Teachers

/// A teacher as a curriculum uses it. Other threads may use it too: what conforms takes turns.
public protocol SharedTeacher: AnyObject {
  /// Whether it wants to know if the environment counts an episode as a success.
  var takesSuccessOfEnvironment: Bool { get }

  /// Throws if the teacher can never be used again. If it does not, nothing throws later in the same call.
  func requireWhole() throws(UsageError)

  /// Proposes a task: writes as many numbers as a task has.
  ///
  /// - Returns: What it proposes beside the task.
  func propose(into task: UnsafeMutableBufferPointer<Double>) throws(UsageError) -> Proposal

  /// Learns what was reached on a task, which lies in its task space but for a rounding.
  func update(_ task: UnsafeBufferPointer<Double>, _ outcome: EpisodeOutcome) throws(UsageError)
}
