import Arguments
import Numerics
import SavedState

/// A teacher of any kind, at work over a task space. `TeacherKind.make` makes them.
///
/// Not to be used from two threads at once.
public class TeacherInstance {
  /// What it was made as.
  public final let name: String
  /// The effective value of every option: with these it could be made again.
  public final let options: OptionValues
  /// The task space, in the caller's units.
  public final let taskSpace: TaskSpace
  /// The updates received so far.
  public final internal(set) var episodeCount: UInt64 = 0
  final var history: TeacherHistory
  final var inFlight: EpisodesInFlight

  init(name: String, taskSpace: TaskSpace, options: OptionValues) {
    self.name = name
    self.options = options
    self.taskSpace = taskSpace
    history = TeacherHistory(limit: options[CommonOptions.history])
    inFlight = EpisodesInFlight(dimension: taskSpace.dimension)
  }

  // What follows the one subclass does.

  /// Proposes a task inside the task space: writes `taskSpace.dimension` numbers.
  public func sampleTask(into task: UnsafeMutableBufferPointer<Double>) {}

  /// Learns the return, any finite number, that was reached on a task inside the task space.
  public func update(task: UnsafeBufferPointer<Double>, episodeReturn: Double) { episodeCount += 1 }

  /// The `platform_workers` to whom updates give work, for threads that wait for their turn; nil where there are none.
  public var workers: OpaquePointer? { nil }

  /// The natural logarithm of the probability density with which the next task is proposed at a place inside the task
  /// space; -infinity where it never is. Tasks that are moved to a bound have no density and do not count.
  public func logDensity(at task: UnsafeBufferPointer<Double>) -> Double { -.infinity }

  /// The learning progress that the newest update showed; NaN if there is none.
  public var learningProgress: Double { .nan }

  /// The coordinates of the vectors that its mixtures are over; 0 where it has none.
  public var mixtureDimension: Int { 0 }

  var record: TeacherRecord { .nothing }
  func mixture(of record: TeacherRecord) -> MixtureSnapshot? { nil }
  func regions(of record: TeacherRecord) -> RegionSnapshot { RegionSnapshot() }
  func save(to state: inout StateWriter) {}
  func restore(from state: inout StateReader) throws(StateError) {}
}

// MARK: - Looking inside

extension TeacherInstance {
  /// The updates with which what the teacher samples from changed, as far as its history goes back, oldest first.
  public final var changeEpisodes: [UInt64] { history.entries.map(\.episode) }

  /// The mixture that the teacher samples from, nil where it has none, or had none yet; now, or right after one of
  /// `changeEpisodes`.
  ///
  /// Throws where that is not among them.
  public final func mixture(after episode: UInt64?) throws(UsageError) -> MixtureSnapshot? {
    mixture(of: try record(after: episode))
  }

  /// The regions that the teacher samples from; now, or right after one of `changeEpisodes`.
  ///
  /// Throws where that is not among them.
  public final func regions(after episode: UInt64?) throws(UsageError) -> RegionSnapshot {
    regions(of: try record(after: episode))
  }

  private func record(after episode: UInt64?) throws(UsageError) -> TeacherRecord {
    guard let episode else { return record }
    guard let record = history.record(of: episode) else {
      throw .invalidArgument(
        "argument 'episode' is \(episode); it must be 0, for now, or one of the \(history.entries.count) "
          + "episodes of the teacher's history")
    }
    return record
  }
}

// MARK: - Episodes in slots

extension TeacherInstance {
  /// The slots that episodes can be in.
  public static var slots: Range<Int> { EpisodesInFlight.slots }

  /// The slots whose episodes are under way, in order.
  public final var busySlots: [Int] { inFlight.busySlots }

  /// The task of the episode that is under way in a slot; nil where none is.
  public final func task(inSlot slot: Int) -> [Double]? { inFlight[slot] }

  /// Proposes a task for an episode in a slot that is free.
  public final func beginEpisode(slot: Int, task: UnsafeMutableBufferPointer<Double>) {
    sampleTask(into: task)
    inFlight[slot] = Array(task)
  }

  /// Learns the return of the episode in a slot that is busy, and frees it.
  public final func endEpisode(slot: Int, episodeReturn: Double) {
    guard let task = inFlight[slot] else { return }
    inFlight[slot] = nil
    task.withUnsafeBufferPointer { update(task: $0, episodeReturn: episodeReturn) }
  }

  /// Frees a slot; the teacher learns nothing from its episode.
  public final func abandonEpisode(slot: Int) { inFlight[slot] = nil }
}
