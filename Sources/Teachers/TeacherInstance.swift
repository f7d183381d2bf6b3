import Arguments
import Numerics
import SavedState
import Tasks

/// A teacher at work over a task space. It does around the algorithm what is the same for all: counts episodes, takes the
/// signal from outcomes and rescales it, keeps the history, and lets the algorithm work in coordinates that suit it.
///
/// Not to be used from two threads at once.
public final class TeacherInstance {
  /// The algorithm's type.
  public let kind: any Teacher.Type
  /// The effective value of every option: with these it could be made again.
  public let options: OptionValues
  /// The task space, in the caller's units.
  public private(set) var taskSpace: TaskSpace
  /// The updates received so far.
  public private(set) var episodeCount: UInt64 = 0
  // One thread at a time uses it, so that checks of every access would only cost time.
  @exclusivity(unchecked)
  private var teacher: any Teacher
  private let frame: TaskFrame
  private let signal: Signal
  /// The return above which an episode is a success; NaN if none follows from it.
  private let successReturn: Double
  /// Whether an environment that it is attached to says by its mastered return whether an episode was a success.
  public let takesSuccessOfEnvironment: Bool
  private let rewardScale: RewardScale
  private var history: TeacherHistory
  private var inFlight: EpisodesInFlight
  /// How the curriculum goes.
  var progress: TeacherProgress
  private let inner: UnsafeMutableBufferPointer<Double>
  private var recordedChangeCount = 0

  /// A teacher that has seen nothing yet.
  ///
  /// - Parameters:
  ///   - workers: The threads that it may compute with, which its owner keeps for as long as it lives.
  /// - Throws: `UsageError` if the task space's dimension is none that the kind works with, or options do not fit each
  ///   other or the task space.
  public init(
    _ kind: any Teacher.Type, taskSpace: TaskSpace, options: OptionValues, seed: UInt64, workers: Workers
  ) throws(UsageError) {
    guard kind.dimensions.contains(taskSpace.dimension) else {
      throw .invalidArgument(
        "the task space has \(taskSpace.dimension) dimensions; "
          + "\(kind.name) works with \(kind.dimensions.lowerBound) to \(kind.dimensions.upperBound)")
    }
    let frame = try TaskFrame(
      taskSpace, normalize: options[CommonOptions.normalize], measuresDistances: kind.measuresDistances)
    let scale = try RewardScale(options)
    let options = try kind.effective(options, taskSpace: taskSpace)
    teacher = try kind.init(taskSpace: frame.inner, options: options, seed: seed, workers: workers)
    self.kind = kind
    self.options = options
    self.taskSpace = taskSpace
    self.frame = frame
    signal = options[CommonOptions.signal]
    switch options[CommonOptions.successReturn] {
    case .automatic: (successReturn, takesSuccessOfEnvironment) = (.nan, true)
    case .chosen(let threshold): (successReturn, takesSuccessOfEnvironment) = (threshold ?? .nan, false)
    }
    rewardScale = kind.takesReturnsAsTheyAre ? RewardScale() : scale
    history = TeacherHistory(limit: options[CommonOptions.history])
    inFlight = EpisodesInFlight(dimension: taskSpace.dimension)
    progress = TeacherProgress(taskSpace)
    inner = .allocate(capacity: taskSpace.dimension)
    inner.initialize(repeating: 0)
  }

  deinit { inner.deallocate() }

  /// The name that it was made by.
  public var name: String { kind.name }

  /// Gives the parameters other names, units and documentation.
  ///
  /// - Parameter taskSpace: One whose parameters take the same values.
  func describe(_ taskSpace: TaskSpace) { self.taskSpace = taskSpace }

  /// Proposes a task inside the task space: writes `taskSpace.dimension` numbers.
  ///
  /// - Returns: What it proposes beside the task.
  @discardableResult
  public func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    let proposal = teacher.sampleTask(into: task)
    frame.moveOut(task)
    taskSpace.clamp(task)
    progress.noteProposal(UnsafeBufferPointer(task))
    return proposal
  }

  /// Learns what was reached on a task inside the task space.
  ///
  /// - Parameter outcome: Numbers that are known are finite; the members that it `needs` are known.
  public func update(task: UnsafeBufferPointer<Double>, outcome: EpisodeOutcome) {
    episodeCount += 1
    let outcome = withSuccess(outcome)
    let reward = rewardScale.reward(signal.value(of: outcome))
    let (changeCount, learningProgress) = Self.update(&teacher, movedIn(task), reward, outcome)
    progress.noteUpdate(task, outcome, reward: reward, learningProgress: learningProgress)
    guard changeCount != recordedChangeCount else { return }
    recordedChangeCount = changeCount
    progress.noteChange()
    history.append(TeacherHistory.Entry(episode: episodeCount, record: teacher.record))
  }

  /// Has a teacher learn. Returns how many times what it samples from has changed, and the learning progress that the update
  /// showed. The teacher is not copied.
  private static func update(
    _ teacher: inout some Teacher, _ task: UnsafeBufferPointer<Double>, _ reward: Double, _ outcome: EpisodeOutcome
  ) -> (changeCount: Int, learningProgress: Double) {
    teacher.update(task: task, reward: reward, outcome: outcome)
    return (teacher.changeCount, teacher.learningProgress)
  }

  /// The natural logarithm of the density with which the next task is proposed at a place inside the task space: a
  /// density over numbers, in the caller's units, and a probability over the values of integers and categories. -infinity
  /// where none is proposed. Tasks that are moved to the bounds of a number have no density there.
  public func logDensity(at task: UnsafeBufferPointer<Double>) -> Double {
    teacher.logDensity(at: frame.place(of: task)) - frame.logVolume(at: task)
  }

  /// A task in the teacher's coordinates; valid until the next one.
  private func movedIn(_ task: UnsafeBufferPointer<Double>) -> UnsafeBufferPointer<Double> {
    guard !frame.isIdentity else { return task }
    frame.moveIn(task, to: inner)
    return UnsafeBufferPointer(inner)
  }
}

// MARK: - Outcomes

extension TeacherInstance {
  /// The members of an outcome that it needs, with its options.
  public var needs: OutcomeMembers { kind.needs(signal) }

  /// The members of an outcome that it needs or can use, with its options.
  public var uses: OutcomeMembers {
    let uses = kind.uses(signal)
    return uses.contains(.success) && !successReturn.isNaN ? uses.union(.episodeReturn) : uses
  }

  /// An outcome with the success that follows from the return, if it is not known itself.
  private func withSuccess(_ outcome: EpisodeOutcome) -> EpisodeOutcome {
    guard !successReturn.isNaN, outcome.success.isNaN, !outcome.episodeReturn.isNaN else { return outcome }
    var outcome = outcome
    outcome.success = outcome.episodeReturn > successReturn ? 1 : 0
    return outcome
  }

  /// The members that it needs and that do not follow from those that are known.
  public func missing(from known: OutcomeMembers) -> OutcomeMembers {
    var known = known
    if known.contains(.episodeReturn), !successReturn.isNaN { known.insert(.success) }
    if signal == .automatic, known.contains(.score) { known.insert(.episodeReturn) }
    return needs.subtracting(known)
  }

  /// The error for an outcome without members that it needs.
  public func refusal(missing: OutcomeMembers) -> UsageError {
    let names = missing.names.map { "'\($0)'" }.joined(separator: " and ")
    let cause = signal == .automatic ? "" : " with signal=\(signal.rawValue)"
    let remedy =
      missing.contains(.success) ? ", or derive the success from the return by the option 'success_return'" : ""
    return .invalidArgument("\(name)\(cause) needs the outcome's \(names), not known here; give it\(remedy)")
  }
}

// MARK: - Looking inside

extension TeacherInstance {
  /// The learning progress that the newest update showed; NaN if there is none.
  public var learningProgress: Double { teacher.learningProgress }

  /// How many times what it samples from has changed for good.
  var changeCount: Int { teacher.changeCount }

  /// Whether what it samples from can change at all.
  var changes: Bool { kind.changes }

  /// The probability that the next task is drawn uniformly from the whole task space; NaN if that is not known.
  var randomShare: Double { teacher.randomShare }

  /// What it samples from now.
  var record: TeacherRecord { teacher.record }

  /// The regions that one of its records is about, in the teacher's coordinates.
  func regions(of record: TeacherRecord) -> RegionSnapshot { teacher.regions(of: record) }

  /// The update with which what it samples from last changed; nil if it has not.
  var lastChange: UInt64? { history.entries.last?.episode }

  /// The coordinates of the vectors that its mixtures are over; 0 if it has none.
  public var mixtureDimension: Int { teacher.mixtureDimension }

  /// The updates with which what the teacher samples from changed, as far as its history goes back, oldest first.
  public var changeEpisodes: [UInt64] { history.entries.map(\.episode) }

  /// The mixture that the teacher samples from, nil if it has none, or had none yet; now, or right after one of
  /// `changeEpisodes`.
  ///
  /// - Throws: `UsageError` if the episode is none of them.
  public func mixture(after episode: UInt64?) throws(UsageError) -> MixtureSnapshot? {
    guard case .mixture(let mixture) = try record(after: episode) else { return nil }
    return frame.movedOut(mixture)
  }

  /// The regions that the teacher samples from; now, or right after one of `changeEpisodes`.
  ///
  /// - Throws: `UsageError` if the episode is none of them.
  public func regions(after episode: UInt64?) throws(UsageError) -> RegionSnapshot {
    frame.movedOut(teacher.regions(of: try record(after: episode)))
  }

  private func record(after episode: UInt64?) throws(UsageError) -> TeacherRecord {
    guard let episode else { return teacher.record }
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
  public var busySlots: [Int] { inFlight.busySlots }

  /// The task of the episode that is under way in a slot; nil if none is.
  public func task(inSlot slot: Int) -> [Double]? { inFlight[slot]?.task }

  /// What was proposed beside the task of the episode that is under way in a slot; nil if none is.
  public func proposal(inSlot slot: Int) -> Proposal? { inFlight[slot]?.proposal }

  /// Proposes a task for an episode in a slot that is free.
  public func beginEpisode(slot: Int, task: UnsafeMutableBufferPointer<Double>) {
    let proposal = sampleTask(into: task)
    inFlight[slot] = EpisodesInFlight.Episode(task: Array(task), proposal: proposal)
  }

  /// Learns the outcome of the episode in a slot that is busy, and frees it. The outcome's level is the slot's.
  public func endEpisode(slot: Int, outcome: EpisodeOutcome) {
    guard let episode = inFlight[slot] else { return }
    inFlight[slot] = nil
    var outcome = outcome
    outcome.level = episode.proposal.level
    episode.task.withUnsafeBufferPointer { update(task: $0, outcome: outcome) }
  }

  /// Frees a slot; the teacher learns nothing from its episode.
  public func abandonEpisode(slot: Int) { inFlight[slot] = nil }
}

// MARK: - Saved state

extension TeacherInstance {
  /// Writes what it knows beside its name, its options and its task space.
  func save(to state: inout StateWriter) {
    state.write(episodeCount)
    inFlight.save(to: &state)
    teacher.save(to: &state)
    history.save(to: &state)
    progress.save(to: &state)
  }

  /// Takes what `save` wrote.
  func restore(from state: inout StateReader) throws(StateError) {
    episodeCount = UInt64(try state.readInt(in: SavedRange.count, "the number of episodes"))
    try inFlight.restore(from: &state) { task in task.withUnsafeBufferPointer(taskSpace.contains) }
    try teacher.restore(from: &state)
    let teacher = teacher
    try history.restore(from: &state, upTo: episodeCount, accepts: teacher.accepts)
    recordedChangeCount = teacher.changeCount
    try progress.restore(from: &state)
  }
}
