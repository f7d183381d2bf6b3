import Arguments
import Environments
import Numerics
import Tasks
import Teachers

/// The teachers of many environments: asks them for tasks, and tells them what was reached.
struct Curriculum {
  /// By environment; nil if the caller sets its tasks.
  private var sources: [TaskSources?]
  /// What each environment chooses among its teachers with.
  private var choosers: [Xoshiro256PlusPlus]
  /// Every teacher that is attached, once.
  private var teachers: [TeacherHandle] = []
  private var task: [Double]
  /// Of the environments; nil if there is none, and so no teachers.
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

  /// Throws if a teacher is lost, which none becomes later in the same call.
  func requireWholeTeachers() throws(UsageError) {
    for teacher in teachers { try teacher.lock.requireWhole("teacher") }
  }

  /// Asks for the task of an environment's next episode and sets it, if the environment has teachers.
  mutating func propose(for i: Int, in vector: VectorEnvironment) throws(UsageError) {
    guard let list = sources[i], let taskSpace else { return }
    let choice = list.choose(using: &choosers[i])
    let handle = list.teachers[choice]
    try task.withUnsafeMutableBufferPointer { (task) throws(UsageError) in
      var origin = EpisodeOrigin(source: Int32(truncatingIfNeeded: choice))
      try handle.lock.waiting("teacher") { origin.proposal = handle.teacher.sampleTask(into: task) }
      // Its bounds may lie outside the environment's by a rounding to `Float`.
      taskSpace.clamp(task)
      vector.setTask(UnsafeBufferPointer(task), of: i, origin: origin)
    }
  }

  /// After an environment's step: if that ended an episode, tells the teacher that proposed the task what was reached on it,
  /// and asks for the next task if an episode follows by itself.
  ///
  /// - Returns: The episode that ended; nil if none did.
  mutating func conclude(
    _ i: Int, in vector: VectorEnvironment
  ) throws(UsageError) -> VectorEnvironment.FinishedEpisode? {
    guard let episode = vector.finishedEpisode(of: i) else { return nil }
    try report(episode, of: i)
    if vector.autoreset != .disabled { try propose(for: i, in: vector) }
    return episode
  }

  private func report(_ episode: VectorEnvironment.FinishedEpisode, of i: Int) throws(UsageError) {
    guard let list = sources[i], list.teachers.indices.contains(Int(episode.origin.source)),
      episode.episodeReturn.isFinite
    else { return }
    let handle = list.teachers[Int(episode.origin.source)]
    let outcome = Self.outcome(of: episode, for: handle.teacher)
    try handle.lock.waiting("teacher") {
      handle.taskSpace.withClamped(episode.task) { handle.teacher.update(task: $0, outcome: outcome) }
    }
  }

  /// Episodes' generators start from the seed itself.
  private static func chooser(_ seed: UInt64) -> Xoshiro256PlusPlus { Xoshiro256PlusPlus(seed: ~seed) }
}

// MARK: - Outcomes

extension Curriculum {
  /// The members of an outcome that a teacher is told.
  static func outcomeMembers(for teacher: TeacherInstance) -> OutcomeMembers {
    teacher.takesSuccessOfEnvironment
      ? [.episodeReturn, .success, .length] : [.episodeReturn, .length]
  }

  /// What a teacher is told of an episode.
  private static func outcome(
    of episode: VectorEnvironment.FinishedEpisode, for teacher: TeacherInstance
  ) -> EpisodeOutcome {
    EpisodeOutcome(
      episodeReturn: episode.episodeReturn,
      success: teacher.takesSuccessOfEnvironment ? (episode.isSuccess ? 1 : 0) : .nan, length: episode.length,
      level: episode.origin.proposal.level)
  }
}
