/// What an environment's returns mean.
public struct Returns: Sendable {
  /// The range from which teachers rescale.
  public let range: (low: Double, high: Double)
  /// The return above which a task counts as mastered.
  public let mastered: Double

  init(range: (low: Double, high: Double), mastered: Double) {
    self.range = range
    self.mastered = mastered
  }
}
