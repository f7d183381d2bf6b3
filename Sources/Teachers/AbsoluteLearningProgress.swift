import Numerics
import SavedState

/// Remembers the rewards that a student reached, to compare each new one with that of the nearest earlier task.
///
/// ALP = |reward - reward of the nearest earlier task| (Portelas et al. 2019, equation 1).
struct AbsoluteLearningProgress {
  /// Until more tasks are known than this, progress counts as 0.
  static let smallestMemory = 5

  private var neighbors: NearestNeighbors

  /// Nothing known yet. `memory`: how many of the newest tasks can be nearest; nil: all.
  init(dimension: Int, memory: Int?) { neighbors = NearestNeighbors(dimension: dimension, memory: memory) }

  /// Remembers the reward of a task.
  ///
  /// - Returns: The reward that it is compared with: that of the nearest earlier task, or, as long as too few are known,
  ///   the reward itself.
  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double) -> Double {
    var earlier = reward
    if neighbors.insertedCount > Self.smallestMemory, let nearest = neighbors.nearest(to: task) {
      earlier = nearest.value
    }
    neighbors.insert(task, value: reward)
    return earlier
  }
}

extension AbsoluteLearningProgress {
  func save(to state: inout StateWriter) { neighbors.save(to: &state) }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    let coordinates = TaskFrame.largestCoordinate
    let rewards = RewardScale.largestReward
    try neighbors.restore(from: &state, coordinates: -coordinates...coordinates, values: -rewards...rewards)
  }
}
