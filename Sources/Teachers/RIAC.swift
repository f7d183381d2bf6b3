import Arguments
import Glibc
import Numerics
import SavedState
import Tasks

/// Proposes tasks in regions where the absolute learning progress is high; the regions are cut so that progress differs
/// between them.
///
/// Baranes and Oudeyer, "R-IAC: Robust intrinsically motivated exploration and active learning" (2009), as Portelas et
/// al. (2019) use it for comparison.
struct RIAC: Teacher {
  static let name = "RIAC"
  static let documentation =
    "proposes tasks in regions where the absolute learning progress is high, cutting regions where it differs"
  static let options = RegionSettings.options
  static let dimensions = 1...256
  static let briefUses = [
    BriefUse([("max_region_size", "6"), ("nb_split_attempts", "4")]),
    // Swift sorts many numbers in another way than few.
    BriefUse([("max_region_size", "80"), ("nb_split_attempts", "4")], episodes: 90),
  ]
  static let changes = true

  /// The share of tasks that are drawn near the one with a region's lowest reward.
  private static let shareNearLowestReward = 0.1
  /// The share of tasks that are drawn uniformly from the task space.
  private static let uniformShare = 0.2
  /// The deviation of the noise that is added to a task played again, in the task space's units.
  private static let noise = 0.1
  /// How far inside a region's bounds such a task is kept.
  private static let margin = 1e-5

  private let taskSpace: Box
  private(set) var tree: RegionTree
  private(set) var learningProgress = Double.nan
  private var generator: Xoshiro256PlusPlus

  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) {
    self.taskSpace = taskSpace
    tree = RegionTree(taskSpace: taskSpace, settings: RegionSettings(options))
    generator = Xoshiro256PlusPlus(seed: seed)
  }

  static func effective(_ options: OptionValues, taskSpace: TaskSpace) -> OptionValues {
    RegionSettings.effective(options)
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome) {
    tree.update(task: task, reward: reward, using: &generator)
    learningProgress = tree.regions[tree.leaf(holding: task)].progress
  }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    let mode = generator.uniform()
    if mode < Self.shareNearLowestReward {
      sampleNearLowestReward(into: task)
    } else if mode < Self.shareNearLowestReward + Self.uniformShare {
      taskSpace.sampleUniform(into: task, using: &generator)
    } else {
      let region = tree.choose(using: &generator)
      for i in 0..<task.count { task[i] = generator.uniform(from: tree.low(region, i), to: tree.high(region, i)) }
    }
    return Proposal()
  }

  /// Draws near the task with the lowest reward of a region, the oldest among equals.
  private mutating func sampleNearLowestReward(into task: UnsafeMutableBufferPointer<Double>) {
    let region = tree.choose(using: &generator)
    guard let stored = tree.taskWithLowestReward(region) else {
      return taskSpace.sampleUniform(into: task, using: &generator)
    }
    for i in 0..<task.count {
      let moved = generator.normal(mean: tree.memory.coordinate(stored, i), deviation: Self.noise)
      let (low, high) = (tree.low(region, i), tree.high(region, i))
      // A region narrower than both margins has its middle only.
      let hasRoom = low + Self.margin <= high - Self.margin
      task[i] = hasRoom ? min(max(moved, low + Self.margin), high - Self.margin) : low + (high - low) / 2
    }
  }
}

// MARK: - Looking inside

extension RIAC {
  var changeCount: Int { tree.splitCount }
  /// Before the first split the only region is the whole task space.
  var randomShare: Double { tree.splitCount > 0 ? Self.uniformShare : 1 - Self.shareNearLowestReward }
  var record: TeacherRecord { .progress(tree.regions.map(\.progress)) }

  func accepts(_ record: TeacherRecord) -> Bool {
    guard case .progress(let progress) = record else { return false }
    return (1...tree.regions.count).contains(progress.count)
  }

  func regions(of record: TeacherRecord) -> RegionSnapshot {
    guard case .progress(let progress) = record else { return RegionSnapshot() }
    var result = RegionSnapshot(progress: progress)
    for region in progress.indices {
      for i in 0..<taskSpace.dimension {
        result.low.append(tree.low(region, i))
        result.high.append(tree.high(region, i))
      }
      let region = tree.regions[region]
      // Children that came later were not there yet.
      result.isLeaf.append(region.isLeaf || region.left >= progress.count)
    }
    return result
  }

  /// Complexity: O(regions * (dimension + max_region_size)) for the regions that the place reaches into: as many as the
  /// tree is deep if no coordinate is an interval.
  func logDensity(at place: Place) -> Double {
    let uniform = place.logUniformDensity(in: taskSpace)
    var terms = [log(Self.uniformShare) + uniform]
    var nearLowest: [Double] = []
    for region in tree.regions(reaching: place) {
      let share = log(tree.probability(of: region))
      let inRegion = place.logUniformDensity(from: { tree.low(region, $0) }, to: { tree.high(region, $0) })
      terms.append(log(1 - Self.shareNearLowestReward - Self.uniformShare) + share + inRegion)
      if let stored = tree.taskWithLowestReward(region) {
        nearLowest.append(share + logNoiseDensity(at: place, around: stored, in: region))
      }
    }
    // A region without any pair has the whole task space instead.
    nearLowest.append(log(tree.probabilityOfEmptyRegions) + uniform)
    terms.append(log(Self.shareNearLowestReward) + logOfSum(nearLowest))
    return logOfSum(terms)
  }

  /// The density of the noise around a stored task, as far as it needs no clamping of a number into the region.
  private func logNoiseDensity(at place: Place, around stored: Int, in region: Int) -> Double {
    var result = 0.0
    for i in place.point.indices {
      let mean = tree.memory.coordinate(stored, i)
      let (low, high) = (tree.low(region, i) + Self.margin, tree.high(region, i) - Self.margin)
      if let interval = place.interval(i) {
        result += log(probability(of: interval, around: mean, clampedTo: low, high))
      } else {
        guard place.point[i] > low, place.point[i] < high else { return -.infinity }
        let difference = (place.point[i] - mean) / Self.noise
        result -= 0.5 * difference * difference + 0.5 * log(2 * Double.pi) + log(Self.noise)
      }
    }
    return result
  }

  /// The probability that a normal number, held within bounds, lies in an interval, its lower end included.
  private func probability(
    of interval: Place.Interval, around mean: Double, clampedTo low: Double, _ high: Double
  ) -> Double {
    guard low <= high else {
      // A region narrower than both margins has its middle only.
      let middle = low + (high - low) / 2
      return middle >= interval.low && middle < interval.high ? 1 : 0
    }
    guard low < interval.high, high >= interval.low else { return 0 }
    let lower = low >= interval.low ? -.infinity : (interval.low - mean) / Self.noise
    let upper = high < interval.high ? .infinity : (interval.high - mean) / Self.noise
    return normalProbability(from: lower, to: upper)
  }
}

// MARK: - Saved state

extension RIAC {
  func save(to state: inout StateWriter) {
    generator.save(to: &state)
    tree.save(to: &state)
  }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    generator = try Xoshiro256PlusPlus(from: &state)
    try tree.restore(from: &state, taskSpace: taskSpace)
  }
}
