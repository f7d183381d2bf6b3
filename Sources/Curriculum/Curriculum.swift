import Arguments
import Environments
import Numerics
import Tasks
import Teachers

/// Many environments and the teachers that set their tasks: asks a teacher for a task, and a level if it has levels, has the
/// episode played, tells the teacher what was reached, and asks for the next.
///
/// An environment without teachers plays what the caller sets. Teachers are asked and told on the caller's thread, in the
/// order of the environments, so that threads make no difference.
///
/// All functions are for one thread at a time. What a function needs (a number in range, an environment that has been
/// reset, nothing sent) its caller has checked, with `requireWholeTeachers` first: then no function leaves half done.
public final class Curriculum {
  /// The environments.
  public let vector: VectorEnvironment
  /// By environment; nil if the caller sets its tasks.
  private var sources: [TaskSources?]
  /// What each environment chooses among its teachers with.
  private var choosers: [Xoshiro256PlusPlus]
  /// Every teacher that is attached, once.
  private var teachers: [any SharedTeacher] = []
  private var task: [Double]
  /// Of the environments; nil if there is none, and so no teachers.
  private let taskSpace: TaskSpace?

  /// A curriculum without teachers.
  ///
  /// - Parameters:
  ///   - vector: The environments.
  ///   - seeds: What each was made with. Its choices among teachers follow from it too.
  public init(_ vector: VectorEnvironment, seeds: [UInt64]) {
    self.vector = vector
    taskSpace = vector.environments.first?.space.taskSpace
    sources = seeds.map { _ in nil }
    choosers = seeds.map(Self.chooser)
    task = [Double](repeating: 0, count: vector.taskDimension)
  }

  /// Starts an environment's episodes and its choices among teachers anew.
  public func seed(_ i: Int, _ seed: UInt64) {
    vector.environments[i].seed(seed)
    choosers[i] = Self.chooser(seed)
  }

  /// Episodes' generators start from the seed itself.
  private static func chooser(_ seed: UInt64) -> Xoshiro256PlusPlus { Xoshiro256PlusPlus(seed: ~seed) }
}

// MARK: - Teachers

extension Curriculum {
  /// Whether teachers set an environment's tasks.
  public func hasTeachers(_ i: Int) -> Bool { sources[i] != nil }

  /// Has teachers set the tasks of environments from now on. The running episodes are given up.
  ///
  /// - Parameters:
  ///   - attached: Teachers whose tasks the environments accept; none to have the caller set the tasks.
  ///   - shares: How often each is asked: finite, not negative, and not all zero.
  ///   - environments: None of them is sent.
  public func attach(_ attached: [any SharedTeacher], shares: [Double], to environments: Range<Int>) {
    let list = attached.isEmpty ? nil : TaskSources(attached, shares: shares)
    for i in environments {
      sources[i] = list
      vector.setAwaitsTask(list != nil, of: i)
      vector.giveUpEpisode(of: i)
    }
    var seen: Set<ObjectIdentifier> = []
    var lists: Set<ObjectIdentifier> = []
    teachers = []
    for case let list? in sources where lists.insert(ObjectIdentifier(list)).inserted {
      teachers += list.teachers.filter { seen.insert(ObjectIdentifier($0)).inserted }
    }
  }

  /// Throws if a teacher is lost, which none becomes later in the same call.
  public func requireWholeTeachers() throws(UsageError) {
    for teacher in teachers { try teacher.requireWhole() }
  }

  /// The members of an outcome that a teacher is told.
  public static func outcomeMembers(for teacher: any SharedTeacher) -> OutcomeMembers {
    teacher.takesSuccessOfEnvironment ? [.episodeReturn, .success, .length] : [.episodeReturn, .length]
  }
}

// MARK: - Playing

extension Curriculum {
  /// What a step led to, and the episode that it ended if it did.
  public typealias Report = (_ row: Int, StepOutcome, VectorEnvironment.FinishedEpisode?) -> Void

  /// Starts an episode, on a task of its teachers if it has some, in every environment that a condition holds for.
  ///
  /// - Parameters:
  ///   - isChosen: The condition.
  ///   - observations: A row for each environment. Receives the rows of those chosen.
  public func reset(
    where isChosen: (Int) -> Bool, observations: UnsafeMutablePointer<Float>
  ) throws(UsageError) {
    for i in 0..<vector.count where isChosen(i) { try propose(for: i) }
    vector.reset(where: isChosen, observations: observations)
  }

  /// Steps every environment.
  ///
  /// - Parameters:
  ///   - actions: A row for each environment.
  ///   - observations: Receives a row for each environment.
  ///   - report: Called for each environment in turn.
  public func step(
    actions: UnsafePointer<Float>, observations: UnsafeMutablePointer<Float>, report: Report
  ) throws(UsageError) {
    vector.step(actions: actions, observations: observations)
    var hasFinished = false
    for i in 0..<vector.count {
      let episode = try conclude(i)
      report(i, vector.outcome(of: i), episode)
      hasFinished = hasFinished || episode != nil
    }
    if hasFinished { vector.startNextEpisodes(observations: observations) }
  }

  /// Waits for the environment that was sent first.
  ///
  /// - Parameters:
  ///   - row: What `report` is told.
  ///   - report: Called once.
  /// - Returns: The environment's number. `receivedObservation` has what was seen.
  public func receive(row: Int, report: Report) throws(UsageError) -> Int {
    let i = vector.receive()
    let episode = try conclude(i)
    report(row, vector.outcome(of: i), episode)
    if episode != nil { vector.startNextEpisode(ofReceived: i) }
    return i
  }

  /// After an environment's step: if that ended an episode, tells the teacher that proposed the task what was reached on it,
  /// and asks for the next task if an episode follows by itself.
  ///
  /// - Returns: The episode that ended; nil if none did.
  private func conclude(_ i: Int) throws(UsageError) -> VectorEnvironment.FinishedEpisode? {
    guard let episode = vector.finishedEpisode(of: i) else { return nil }
    try tell(episode, of: i)
    if vector.autoreset != .disabled { try propose(for: i) }
    return episode
  }

  /// Asks for the task of an environment's next episode and sets it, if the environment has teachers.
  private func propose(for i: Int) throws(UsageError) {
    guard let list = sources[i], let taskSpace else { return }
    let choice = list.choose(using: &choosers[i])
    try task.withUnsafeMutableBufferPointer { (task) throws(UsageError) in
      let proposal = try list.teachers[choice].propose(into: task)
      // Its bounds may lie outside the environment's by a rounding to `Float`.
      taskSpace.clamp(task)
      let origin = EpisodeOrigin(source: Int32(truncatingIfNeeded: choice), proposal: proposal)
      vector.setTask(UnsafeBufferPointer(task), of: i, origin: origin)
    }
  }

  private func tell(_ episode: VectorEnvironment.FinishedEpisode, of i: Int) throws(UsageError) {
    guard let list = sources[i], list.teachers.indices.contains(Int(episode.origin.source)),
      episode.episodeReturn.isFinite
    else { return }
    let teacher = list.teachers[Int(episode.origin.source)]
    try teacher.update(
      episode.task,
      EpisodeOutcome(
        episodeReturn: episode.episodeReturn,
        success: teacher.takesSuccessOfEnvironment ? (episode.isSuccess ? 1 : 0) : .nan, length: episode.length,
        level: episode.origin.proposal.level))
  }
}
