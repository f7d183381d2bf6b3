import Arguments
import Environments
import Numerics
import Tasks
import Teachers

/// The teachers that take turns in proposing an environment's tasks, and how often each does.
final class TaskSources {
  let teachers: [TeacherHandle]
  /// The sums of the shares up to each teacher's.
  private let cumulativeShares: [Double]

  /// The shares are finite, not negative, and not all zero.
  init(_ teachers: [TeacherHandle], shares: [Double]) {
    self.teachers = teachers
    let greatest = shares.max() ?? 1
    var sum = 0.0
    cumulativeShares = shares.map { share in
      // Of the greatest, so that the sum is finite.
      sum += share / greatest
      return sum
    }
  }

  /// Chooses a teacher with the probability of its share. Draws nothing where there is but one.
  func choose(using generator: inout Xoshiro256PlusPlus) -> Int {
    guard teachers.count > 1, let total = cumulativeShares.last else { return 0 }
    let place = generator.uniform(from: 0, to: total)
    // Rounding may put the place at the very end, beyond teachers without a share too.
    return cumulativeShares.firstIndex { place < $0 } ?? cumulativeShares.firstIndex(of: total) ?? 0
  }
}

/// Who proposes the tasks of many environments.
struct TaskAssignment {
  /// By environment; nil where the caller sets the tasks.
  private var sources: [TaskSources?]
  /// What each environment chooses among its teachers with.
  private var choosers: [Xoshiro256PlusPlus]
  /// Every teacher that is attached, once.
  private var teachers: [TeacherHandle] = []
  private var task: [Double]
  /// Of the environments; nil where there is none, and so no teachers.
  private let taskSpace: TaskSpace?

  init(seeds: [UInt64], taskSpace: TaskSpace?) {
    self.taskSpace = taskSpace
    sources = seeds.map { _ in nil }
    choosers = seeds.map(Self.chooser)
    task = [Double](repeating: 0, count: taskSpace?.dimension ?? 0)
  }

  func hasTeachers(_ i: Int) -> Bool { sources[i] != nil }

  mutating func attach(_ attached: TaskSources?, to environments: Range<Int>) {
    for i in environments { sources[i] = attached }
    var seen: Set<ObjectIdentifier> = []
    var lists: Set<ObjectIdentifier> = []
    teachers = []
    for case let list? in sources where lists.insert(ObjectIdentifier(list)).inserted {
      teachers += list.teachers.filter { seen.insert(ObjectIdentifier($0)).inserted }
    }
  }

  /// Starts an environment's choices anew.
  mutating func seed(_ i: Int, _ seed: UInt64) { choosers[i] = Self.chooser(seed) }

  /// Throws where a teacher is lost, which none becomes later in the same call.
  func requireWholeTeachers() throws(UsageError) {
    for teacher in teachers { try teacher.lock.requireWhole("teacher") }
  }

  /// Sets the task of an environment's next episode, where it has teachers.
  mutating func assign(_ i: Int, in vector: VectorEnvironment) throws(UsageError) {
    guard let list = sources[i], let taskSpace else { return }
    let choice = list.choose(using: &choosers[i])
    let handle = list.teachers[choice]
    try task.withUnsafeMutableBufferPointer { (task) throws(UsageError) in
      try handle.lock.waiting("teacher") { handle.teacher.sampleTask(into: task) }
      // Its bounds may lie outside the environment's by a rounding to `Float`.
      taskSpace.clamp(task)
      vector.setTask(UnsafeBufferPointer(task), of: i, source: Int32(truncatingIfNeeded: choice))
    }
  }

  /// Tells the teacher that proposed a task the return that was reached on it.
  func report(_ episode: VectorEnvironment.FinishedEpisode, of i: Int) throws(UsageError) {
    guard let list = sources[i], list.teachers.indices.contains(Int(episode.source)), episode.episodeReturn.isFinite
    else { return }
    let handle = list.teachers[Int(episode.source)]
    try handle.lock.waiting("teacher") {
      handle.taskSpace.withClamped(episode.task) {
        handle.teacher.update(task: $0, outcome: EpisodeOutcome(episodeReturn: episode.episodeReturn))
      }
    }
  }

  /// Episodes' generators start from the seed itself.
  private static func chooser(_ seed: UInt64) -> Xoshiro256PlusPlus { Xoshiro256PlusPlus(seed: ~seed) }
}
