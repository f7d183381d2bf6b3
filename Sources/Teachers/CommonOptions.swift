import Arguments

/// The options that `TeacherAdapter` handles for every teacher that lists them.
public enum CommonOptions {
  /// The returns that become the rewards 0 and 1.
  public static let rewardRange = Option.numbers(
    "reward_range", count: 2, in: -1e300...1e300,
    "returns that count as rewards 0 and 1; those between are rescaled linearly, those outside clamped")
  /// Whether the teacher works in the unit box.
  public static let normalize = Option.boolean(
    "normalize", default: false,
    "work in the unit box instead of the task space's own units, so that no dimension outweighs another by its width")

  /// Both descriptions.
  public static let descriptions = [rewardRange.description, normalize.description]
}
