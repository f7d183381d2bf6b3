/// The ranges that numbers of a saved state must lie in. Teachers meet no coordinate and no reward farther than 1e100 from
/// 0 (`TaskFrame.largestCoordinate`, `RewardScale.largestReward`); from that follow the others. Whatever lies within, no
/// square or sum of them overflows.
public enum SavedRange {
  /// Counts: more than a program ever reaches, and still whole as a `Double`.
  public static let count = 0...(1 << 52)
  /// Numbers in the caller's units, which are only finite.
  public static let finite = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
  /// What a batch keeps: coordinates, times, rewards, and differences of two rewards.
  public static let batch = -2.5e100...2.5e100
  /// Sums of rewards.
  public static let rewardSum = -1e110...1e110
  /// Means of what a batch keeps, and the factors of its covariances.
  public static let mean = -1e102...1e102
  /// Variances of rewards.
  public static let variance = 0...1e203
  /// Covariances of what a batch keeps.
  public static let covariance = -1e203...1e203
  /// What a history keeps of mixtures, and weights of components and regions.
  public static let record = -1e210...1e210
  /// The same if it is not negative.
  public static let weight = 0...1e210
}
