import Numerics
import SavedState

/// Measures how much a student's reward has changed, up or down, since it last played a task much like this one.
///
/// ALP = |reward - reward of the nearest earlier task| (Portelas et al. 2019, equation 1).
struct AbsoluteLearningProgress {
  /// Until more tasks are known than this the progress counts as 0.
  static let smallestMemory = 5

  private var neighbors: NearestNeighbors

  /// Nothing known yet. `memory`: how many of the newest tasks can be nearest; nil: all.
  init(dimension: Int, memory: Int?) { neighbors = NearestNeighbors(dimension: dimension, memory: memory) }

  /// The absolute learning progress that a reward on a task shows; remembers both.
  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double) -> Double {
    var progress = 0.0
    if neighbors.insertedCount > Self.smallestMemory, let nearest = neighbors.nearest(to: task) {
      progress = abs(reward - nearest.value)
    }
    neighbors.insert(task, value: reward)
    return progress
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
