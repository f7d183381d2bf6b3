import Arguments
import Numerics
import SavedState
import Tasks

/// An algorithm that proposes tasks and learns from what a student reaches on them.
///
/// To add one: conform to this protocol in a file of its own and name it in `TeacherCatalog`. What all teachers have in
/// common (the count of episodes, the signal and its rescaling, the unit box, the history) `TeacherInstance` does around
/// it.
///
/// A teacher is a value: all it knows is in stored properties, its generator included, so that the same seed and the
/// same calls give the same bits.
public protocol Teacher: SendableMetatype {
  /// The name that callers create it by.
  static var name: String { get }
  /// One line on what it does.
  static var documentation: String { get }
  /// Every option it has beside those of `CommonOptions`, which all teachers have.
  static var options: [OptionDescription] { get }
  /// The numbers of parameters of a task that it can work with.
  static var dimensions: ClosedRange<Int> { get }
  /// Whether what it does depends on how far tasks lie apart: then `normalize` lets it work in the unit box, and it
  /// meets no coordinate above 1e100. True unless it says otherwise.
  static var measuresDistances: Bool { get }
  /// The members of an outcome that it needs. The return unless it says otherwise; the option `signal` can put another
  /// member in the return's place.
  static var needs: OutcomeMembers { get }
  /// The members of an outcome that it can use beside those that it needs. None unless it says otherwise.
  static var uses: OutcomeMembers { get }
  /// Whether its rewards are the returns as they are, `reward_range` or not. False unless it says otherwise.
  static var takesReturnsAsTheyAre: Bool { get }
  /// Uses in which it does, within a few episodes, all that it does. A few episodes with its defaults unless it says
  /// otherwise.
  static var briefUses: [BriefUse] { get }

  /// Whether what it samples from can change: by fits, splits or moves. False unless it says otherwise.
  static var changes: Bool { get }

  /// The options with the values that a teacher over a task space, the caller's, works with, if these depend on other
  /// options or on the task space. A teacher with the effective options is the same as one with those given. The same as given
  /// unless it says otherwise.
  ///
  /// - Throws: `UsageError` if options do not fit each other; each alone is in its range already.
  static func effective(_ options: OptionValues, taskSpace: TaskSpace) throws(UsageError) -> OptionValues

  /// A teacher that has seen nothing yet.
  ///
  /// - Parameters:
  ///   - taskSpace: The task space in the coordinates that the teacher works in; the unit box with `normalize`.
  ///   - options: Effective ones.
  ///   - seed: Of its generator.
  ///   - workers: The threads that it may compute with; they live as long as it does.
  /// - Throws: `UsageError` if options do not fit each other or the task space.
  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) throws(UsageError)

  /// Proposes a task: writes `taskSpace.dimension` finite numbers. Those outside the task space are moved to its bounds,
  /// and those of integers and categories to the middle of a value.
  ///
  /// - Returns: What it proposes beside the task: a level, a seed, and whether the student should learn from it.
  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal

  /// Learns what was reached on a task inside the task space, proposed by this teacher or not.
  ///
  /// - Parameters:
  ///   - task: What was played.
  ///   - reward: What the option `signal` takes from the outcome, rescaled; NaN if that is not known, which can only be if
  ///     the teacher does not need it.
  ///   - outcome: All that is known; the members that the teacher needs are.
  ///
  /// The reward is at most `RewardScale.largestReward` from 0. With a `reward_range` of two numbers it lies in [0, 1];
  /// with `auto`, the default, and `off` it is the return as it is. With `auto` (`CommonOptions.findsRewardRange`) what
  /// the teacher does should not depend on the unit of the returns: `TypicalRange` finds the range they lie in.
  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome)

  /// The natural logarithm of the density with which the next task is proposed at a place inside the task space:
  /// -infinity if it never is. An integer or a category is the interval of its part, of which the first and the last go
  /// to infinity. Draws that are moved to a bound of a number have no density and do not count.
  func logDensity(at place: Place) -> Double

  // MARK: Looking inside

  /// The learning progress that the newest update showed, in the unit of rewards; NaN before the first update since the
  /// teacher was made or restored. NaN unless it says otherwise.
  var learningProgress: Double { get }
  /// How many times what it samples from has changed for good: the fits, splits or moves so far. 0 unless it says so.
  var changeCount: Int { get }
  /// The probability that the next task is drawn uniformly from the whole task space, whatever was learnt; NaN if that is not
  /// known. NaN unless it says otherwise.
  var randomShare: Double { get }
  /// What it samples from now, for its history. Nothing unless it says so.
  var record: TeacherRecord { get }
  /// The coordinates of the vectors that its mixtures are over; 0 unless it has some.
  var mixtureDimension: Int { get }
  /// Whether a record can be one of this teacher's. Only nothing, unless it says so.
  func accepts(_ record: TeacherRecord) -> Bool
  /// The regions that one of its records is about. None unless it says so.
  func regions(of record: TeacherRecord) -> RegionSnapshot

  // MARK: Saved state

  /// Writes all that it knows beside its task space and its options.
  func save(to state: inout StateWriter)

  /// Takes what `save` wrote, in a teacher made with the same task space and options; it then goes on bit for bit as the
  /// one that was saved. Throws where the state is not one that such a teacher can be in.
  mutating func restore(from state: inout StateReader) throws(StateError)
}

extension Teacher {
  /// True.
  public static var measuresDistances: Bool { true }
  /// False.
  public static var takesReturnsAsTheyAre: Bool { false }
  /// A few episodes with the defaults.
  public static var briefUses: [BriefUse] { [BriefUse()] }
  /// The return.
  public static var needs: OutcomeMembers { [.episodeReturn] }
  /// False.
  public static var changes: Bool { false }
  /// NaN.
  public var randomShare: Double { .nan }
  /// None.
  public static var uses: OutcomeMembers { [] }
  /// NaN.
  public var learningProgress: Double { .nan }
  /// The same.
  public static func effective(_ options: OptionValues, taskSpace: TaskSpace) throws(UsageError) -> OptionValues {
    options
  }
  /// None.
  public var changeCount: Int { 0 }
  /// Nothing.
  public var record: TeacherRecord { .nothing }
  /// No mixtures.
  public var mixtureDimension: Int { 0 }
  /// Nothing only.
  public func accepts(_ record: TeacherRecord) -> Bool { record == .nothing }
  /// None.
  public func regions(of record: TeacherRecord) -> RegionSnapshot { RegionSnapshot() }
}
