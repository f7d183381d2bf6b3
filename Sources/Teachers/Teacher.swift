import Arguments
import Numerics

/// An algorithm that proposes tasks and learns from the rewards a student reaches on them.
///
/// To add one: conform to this protocol in a file of its own and name it in `TeacherCatalog`. What all teachers have in
/// common (the count of episodes, the rescaling of returns, the unit box) `TeacherAdapter` does around it.
///
/// A teacher is a value: all it knows is in stored properties, its generator included, so that the same seed and the
/// same calls give the same bits.
public protocol Teacher: SendableMetatype {
  /// The name that callers create it by.
  static var name: String { get }
  /// One line on what it does.
  static var documentation: String { get }
  /// Every option it reads, those of `CommonOptions` that it wants handled for it included.
  static var options: [OptionDescription] { get }
  /// The numbers of parameters of a task that it can work with.
  static var dimensions: ClosedRange<Int> { get }

  /// A teacher that has seen nothing yet.
  ///
  /// Throws a `UsageError` where options do not fit each other or the task space; each alone is in its range already.
  init(taskSpace: TaskSpace, options: OptionValues, seed: UInt64) throws(UsageError)

  /// Proposes a task: writes `taskSpace.dimension` finite numbers. Those outside the task space are moved to its bounds.
  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>)

  /// Learns the reward reached on a task inside the task space, proposed by this teacher or not. The reward is at most
  /// `RewardScale.largestReward` from 0.
  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double)
}
