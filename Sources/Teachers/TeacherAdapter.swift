import Arguments
import Numerics

/// Does around a teacher what is the same for all: counts episodes, rescales returns, and lets the teacher work in
/// coordinates that suit it.
final class TeacherAdapter<Wrapped: Teacher>: TeacherInstance {
  private(set) var teacher: Wrapped
  private let frame: TaskFrame
  private let rewardScale: RewardScale
  private let inner: UnsafeMutableBufferPointer<Double>

  init(taskSpace: TaskSpace, options: OptionValues, seed: UInt64) throws(UsageError) {
    // Teachers without that option measure no distances, and their own options are in the task space's units.
    let measuresDistances = Wrapped.options.contains { $0.name == CommonOptions.normalize.description.name }
    let frame =
      measuresDistances ? TaskFrame(taskSpace, normalize: options[CommonOptions.normalize]) : TaskFrame(same: taskSpace)
    self.frame = frame
    rewardScale = try RewardScale(range: options[CommonOptions.rewardRange])
    teacher = try Wrapped(taskSpace: frame.inner, options: options, seed: seed)
    inner = .allocate(capacity: taskSpace.dimension)
    inner.initialize(repeating: 0)
    super.init(taskSpace: taskSpace)
  }

  deinit { inner.deallocate() }

  override func sampleTask(into task: UnsafeMutableBufferPointer<Double>) {
    teacher.sampleTask(into: task)
    frame.moveOut(task)
    taskSpace.clamp(task)
  }

  override func update(task: UnsafeBufferPointer<Double>, episodeReturn: Double) {
    super.update(task: task, episodeReturn: episodeReturn)
    let reward = rewardScale.reward(episodeReturn)
    guard !frame.isIdentity else { return teacher.update(task: task, reward: reward) }
    frame.moveIn(task, to: inner)
    teacher.update(task: UnsafeBufferPointer(inner), reward: reward)
  }
}
