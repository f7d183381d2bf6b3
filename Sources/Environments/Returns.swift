/// What the returns of a kind of environment mean.
struct Returns: Sendable {
  /// The range from which teachers rescale.
  let range: (low: Double, high: Double)
  /// The return above which a task counts as mastered.
  let mastered: Double
}
