import Arguments
import Numerics
import SavedState

/// Does around a teacher what is the same for all: counts episodes, rescales returns, keeps the history, and lets the
/// teacher work in coordinates that suit it.
final class TeacherAdapter<Wrapped: Teacher>: TeacherInstance {
  private(set) var teacher: Wrapped
  private let frame: TaskFrame
  private let rewardScale: RewardScale
  private let inner: UnsafeMutableBufferPointer<Double>
  private var recordedChangeCount = 0

  init(taskSpace: TaskSpace, options: OptionValues, seed: UInt64) throws(UsageError) {
    // Teachers that measure no distances have options in the task space's units.
    let frame =
      Wrapped.measuresDistances
      ? TaskFrame(taskSpace, normalize: options[CommonOptions.normalize]) : TaskFrame(same: taskSpace)
    let scale = try RewardScale(options)
    rewardScale = Wrapped.takesReturnsAsTheyAre ? RewardScale() : scale
    let options = try Wrapped.effective(options, taskSpace: taskSpace)
    self.frame = frame
    teacher = try Wrapped(taskSpace: frame.inner, options: options, seed: seed)
    inner = .allocate(capacity: taskSpace.dimension)
    inner.initialize(repeating: 0)
    super.init(name: Wrapped.name, taskSpace: taskSpace, options: options)
  }

  deinit { inner.deallocate() }

  override func sampleTask(into task: UnsafeMutableBufferPointer<Double>) {
    teacher.sampleTask(into: task)
    frame.moveOut(task)
    taskSpace.clamp(task)
  }

  override func update(task: UnsafeBufferPointer<Double>, episodeReturn: Double) {
    super.update(task: task, episodeReturn: episodeReturn)
    teacher.update(task: movedIn(task), reward: rewardScale.reward(episodeReturn))
    guard teacher.changeCount != recordedChangeCount else { return }
    recordedChangeCount = teacher.changeCount
    history.append(TeacherHistory.Entry(episode: episodeCount, record: teacher.record))
  }

  override var workers: OpaquePointer? { teacher.workers }

  override func logDensity(at task: UnsafeBufferPointer<Double>) -> Double {
    teacher.logDensity(at: movedIn(task)) - frame.logVolume
  }

  /// A task in the teacher's coordinates; valid until the next one.
  private func movedIn(_ task: UnsafeBufferPointer<Double>) -> UnsafeBufferPointer<Double> {
    guard !frame.isIdentity else { return task }
    frame.moveIn(task, to: inner)
    return UnsafeBufferPointer(inner)
  }

  // MARK: Looking inside

  override var learningProgress: Double { teacher.learningProgress }
  override var mixtureDimension: Int { teacher.mixtureDimension }
  override var record: TeacherRecord { teacher.record }

  override func mixture(of record: TeacherRecord) -> MixtureSnapshot? {
    guard case .mixture(let mixture) = record else { return nil }
    return frame.movedOut(mixture)
  }

  override func regions(of record: TeacherRecord) -> RegionSnapshot { frame.movedOut(teacher.regions(of: record)) }

  // MARK: Saved state

  override func save(to state: inout StateWriter) {
    state.write(episodeCount)
    inFlight.save(to: &state)
    teacher.save(to: &state)
    history.save(to: &state)
  }

  override func restore(from state: inout StateReader) throws(StateError) {
    episodeCount = UInt64(try state.readInt(in: 0...(1 << 52), "the number of episodes"))
    try inFlight.restore(from: &state) { task in task.withUnsafeBufferPointer(taskSpace.contains) }
    try teacher.restore(from: &state)
    try history.restore(from: &state, upTo: episodeCount, accepts: teacher.accepts)
    recordedChangeCount = teacher.changeCount
  }
}
