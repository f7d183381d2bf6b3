import Numerics

/// A teacher of any kind, at work over a task space. `TeacherKind.make` makes them.
///
/// Not to be used from two threads at once.
public class TeacherInstance {
  /// The task space, in the caller's units.
  public final let taskSpace: TaskSpace
  /// The updates received so far.
  public final internal(set) var episodeCount: UInt64 = 0

  init(taskSpace: TaskSpace) { self.taskSpace = taskSpace }

  /// Proposes a task inside the task space: writes `taskSpace.dimension` numbers.
  public func sampleTask(into task: UnsafeMutableBufferPointer<Double>) {
    // The one subclass says which.
  }

  /// Learns the return, any finite number, that was reached on a task inside the task space.
  public func update(task: UnsafeBufferPointer<Double>, episodeReturn: Double) { episodeCount += 1 }
}
