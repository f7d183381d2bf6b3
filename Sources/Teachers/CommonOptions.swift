import Arguments

/// The options that all teachers have; `TeacherAdapter` handles them.
public enum CommonOptions {
  /// The returns that become the rewards 0 and 1.
  public static let rewardRange = Option.numbers(
    "reward_range", count: 2, in: -1e300...1e300,
    "returns that count as rewards 0 and 1; those between are rescaled linearly, those outside clamped")
  /// Whether the teacher works in the unit box.
  public static let normalize = Option.boolean(
    "normalize", default: false,
    "work in the unit box instead of the task space's own units, so that no dimension outweighs another by its width")
  /// How many records the history keeps.
  public static let history = Option.integer(
    "history", default: 1000, in: 0...1_000_000_000,
    "fits or splits that are kept for looking at, the newest; 0: all")

  /// The descriptions of all.
  public static let descriptions = [rewardRange.description, normalize.description, history.description]
}
