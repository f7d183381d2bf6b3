import Arguments

/// The options that all teachers have.
public enum CommonOptions {
  /// What rewards are taken from.
  public static let signal = Option<Signal>.choice(
    "signal", default: .automatic,
    "what the teacher learns from: return, success or score; auto: the score if an outcome has one, else the return")
  /// How a success follows from a return.
  public static let successReturn = Option.automaticNumber(
    "success_return", in: -1e300...1e300,
    "return above which an episode is a success, if the success itself is not known; auto: the mastered return of the "
      + "environment that the teacher is attached to, else off")
  /// How returns become rewards.
  public static let rewardRange = Option.automaticNumbers(
    "reward_range", count: 2, in: -1e300...1e300,
    "returns (or what the option signal says) that count as rewards 0 and 1: those between are rescaled linearly, those "
      + "outside clamped; auto: the teacher finds them in those it gets, whose unit then does not matter; off: as they are"
  )
  /// Whether the teacher works in the unit box.
  public static let normalize = Option.boolean(
    "normalize", default: true,
    "work in the unit box instead of the task space's own units, so that no dimension outweighs another by its width")
  /// How many records the history keeps.
  public static let history = Option.integer(
    "history", default: 1000, in: 0...1_000_000_000,
    "fits or splits that are kept for looking at, the newest; 0: all")

  /// The descriptions of all.
  public static let descriptions = [
    signal.description, successReturn.description, rewardRange.description, normalize.description, history.description,
  ]

  /// Whether a teacher has to find the range of its rewards itself.
  static func findsRewardRange(_ options: OptionValues) -> Bool {
    if case .automatic = options[rewardRange] { true } else { false }
  }
}
