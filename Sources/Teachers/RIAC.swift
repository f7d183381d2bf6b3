import Arguments
import Numerics

/// Proposes tasks in regions where the absolute learning progress is high; the regions are cut so that progress differs
/// between them.
///
/// Baranes and Oudeyer, "R-IAC: Robust intrinsically motivated exploration and active learning" (2009), as Portelas et
/// al. (2019) use it for comparison.
struct RIAC: Teacher {
  static let name = "RIAC"
  static let documentation =
    "proposes tasks in regions where the absolute learning progress is high, cutting regions where it differs"
  static let options = RegionSettings.options + CommonOptions.descriptions
  static let dimensions = 1...256

  /// The deviation of the noise that is added to a task played again, in the task space's units.
  private static let noise = 0.1
  /// How far inside a region's bounds such a task is kept.
  private static let margin = 1e-5

  private let taskSpace: TaskSpace
  private(set) var tree: RegionTree
  private var generator: Xoshiro256PlusPlus

  init(taskSpace: TaskSpace, options: OptionValues, seed: UInt64) {
    self.taskSpace = taskSpace
    tree = RegionTree(taskSpace: taskSpace, settings: RegionSettings(options))
    generator = Xoshiro256PlusPlus(seed: seed)
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double) {
    tree.update(task: task, reward: reward, using: &generator)
  }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) {
    let mode = generator.uniform()
    if mode < 0.1 {
      sampleNearLowestReward(into: task)
    } else if mode < 0.3 {
      taskSpace.sampleUniform(into: task, using: &generator)
    } else {
      let region = tree.choose(using: &generator)
      for i in 0..<task.count { task[i] = generator.uniform(from: tree.low(region, i), to: tree.high(region, i)) }
    }
  }

  /// Draws near the task with the lowest reward of a region, the oldest among equals.
  private mutating func sampleNearLowestReward(into task: UnsafeMutableBufferPointer<Double>) {
    let region = tree.choose(using: &generator)
    let lowest = tree.memory.withRewards(region) { rewards in
      rewards.indices.min { rewards[$0] < rewards[$1] }
    }
    guard let lowest else { return taskSpace.sampleUniform(into: task, using: &generator) }
    let stored = tree.memory.task(region, lowest)
    for i in 0..<task.count {
      let moved = generator.normal(mean: tree.memory.coordinate(stored, i), deviation: Self.noise)
      let (low, high) = (tree.low(region, i), tree.high(region, i))
      // A region narrower than both margins has its middle only.
      let hasRoom = low + Self.margin <= high - Self.margin
      task[i] = hasRoom ? min(max(moved, low + Self.margin), high - Self.margin) : low + (high - low) / 2
    }
  }
}
