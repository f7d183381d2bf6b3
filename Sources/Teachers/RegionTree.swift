import Numerics
import SavedState

/// The binary tree of axis-aligned regions of RIAC: the root is the task space, and a region is cut in two where the
/// progress on both sides differs most.
///
/// Invariant: the boxes of the leaves cover the task space, and share no more than their faces.
struct RegionTree {
  /// One region. A leaf has no children: `left` and `right` are 0, which the root, nobody's child, frees for this.
  struct Region {
    var cutDimension = 0
    var threshold = 0.0
    var left = 0
    var right = 0
    /// A leaf's place in `leaves`.
    var leafPlace = 0
    /// The absolute learning progress.
    var progress = 0.0

    var isLeaf: Bool { left == 0 }
  }

  /// With so many regions none is split any more: what a teacher keeps and an update costs stay bounded.
  private static let largestRegionCount = 100_000

  let settings: RegionSettings
  private(set) var regions: [Region] = []
  /// The regions that are leaves.
  private(set) var leaves: [Int] = []
  private(set) var memory: RegionMemory
  /// For each region the lower bounds, then the upper bounds.
  private var boxes: [Double] = []
  /// The progress of the regions that tasks are drawn from; 0 for the others.
  private(set) var weights = SumTree()
  /// For each region the range that rewards are held within for its progress; nil if it is not known, or not needed.
  private var rewardRanges: [SlidingTypicalRange?] = []
  private var splitter: RegionSplitter
  private let dimension: Int
  /// The regions that the task of an update fell into.
  private var touched: [Int] = []

  init(taskSpace: Box, settings: RegionSettings) {
    self.settings = settings
    dimension = taskSpace.dimension
    memory = RegionMemory(capacity: settings.largestRegionSize + 1, dimension: taskSpace.dimension)
    splitter = RegionSplitter(taskSpace: taskSpace, settings: settings)
    addLeaf(low: taskSpace.low, high: taskSpace.high, place: nil)
  }

  /// A lower bound of a region.
  func low(_ region: Int, _ i: Int) -> Double { boxes[region * 2 * dimension + i] }
  /// An upper bound of a region.
  func high(_ region: Int, _ i: Int) -> Double { boxes[(region * 2 + 1) * dimension + i] }

  /// Draws a region in proportion to its progress, uniformly where there is none: one of all, or one of the leaves.
  ///
  /// Complexity: O(log(regions)).
  func choose(using generator: inout Xoshiro256PlusPlus) -> Int {
    if settings.samplesInLeavesOnly, weights.total <= 0 { return leaves[generator.uniform(below: leaves.count)] }
    return weights.choose(using: &generator)
  }

  /// Adds a pair to every region that holds the task, splits leaves that have grown too large, and brings the progress
  /// of these regions up to date.
  ///
  /// Complexity: O(depth * settings.progressWindow), and for a split O(dimension + attempts) times the region's size.
  mutating func update(
    task: UnsafeBufferPointer<Double>, reward: Double, using generator: inout Xoshiro256PlusPlus
  ) {
    findRegions(holding: task)
    let stored = memory.store(task)
    for place in touched.indices { remember(task: stored, reward: reward, in: touched[place]) }
    for place in touched.indices {
      let region = touched[place]
      if regions[region].isLeaf, memory.count(region) > settings.largestRegionSize {
        splitOrForget(region, using: &generator)
      }
    }
    for place in touched.indices { updateProgress(of: touched[place]) }
  }

  /// The leaf that holds a task, the left one of two that share it.
  func leaf(holding task: UnsafeBufferPointer<Double>) -> Int {
    var region = 0
    while !regions[region].isLeaf {
      let isLeft = task[regions[region].cutDimension] <= regions[region].threshold
      region = isLeft ? regions[region].left : regions[region].right
    }
    return region
  }

  /// A task on a threshold lies in both children.
  private mutating func findRegions(holding task: UnsafeBufferPointer<Double>) {
    touched.removeAll(keepingCapacity: true)
    touched.append(0)
    var next = 0
    while next < touched.count {
      let region = regions[touched[next]]
      next += 1
      guard !region.isLeaf else { continue }
      if task[region.cutDimension] <= region.threshold { touched.append(region.left) }
      if task[region.cutDimension] >= region.threshold { touched.append(region.right) }
    }
  }

  private mutating func splitOrForget(_ region: Int, using generator: inout Xoshiro256PlusPlus) {
    let bounds = (boxes[(region * 2 * dimension)..<((region * 2 + 2) * dimension)])
    guard regions.count < Self.largestRegionCount,
      let cut = splitter.bestCut(of: region, in: memory, bounds: bounds, using: &generator)
    else {
      memory.dropOldest(settings.forgottenCount, of: region)
      rewardRanges[region] = nil
      return
    }
    let (left, right) = addChildren(of: region, dimension: cut.dimension, threshold: cut.threshold)
    for pair in 0..<memory.count(region) {
      let task = memory.task(region, pair)
      let side = memory.coordinate(task, cut.dimension) <= cut.threshold ? left : right
      remember(task: task, reward: memory.withRewards(region) { $0[pair] }, in: side)
    }
    updateProgress(of: left)
    updateProgress(of: right)
  }

  /// Cuts a leaf in two, which remember nothing yet.
  private mutating func addChildren(of region: Int, dimension cutDimension: Int, threshold: Double) -> (Int, Int) {
    let low = (0..<dimension).map { self.low(region, $0) }
    let high = (0..<dimension).map { self.high(region, $0) }
    var (middleHigh, middleLow) = (high, low)
    middleHigh[cutDimension] = threshold
    middleLow[cutDimension] = threshold
    let left = addLeaf(low: low, high: middleHigh, place: regions[region].leafPlace)
    let right = addLeaf(low: middleLow, high: high, place: nil)
    regions[region].cutDimension = cutDimension
    regions[region].threshold = threshold
    regions[region].left = left
    regions[region].right = right
    return (left, right)
  }

  /// Adds a leaf, at the given place among the leaves or after the last. Returns its index.
  @discardableResult
  private mutating func addLeaf(low: [Double], high: [Double], place: Int?) -> Int {
    let region = regions.count
    let place = place ?? leaves.count
    if place == leaves.count { leaves.append(region) } else { leaves[place] = region }
    regions.append(Region(leafPlace: place))
    boxes.append(contentsOf: low)
    boxes.append(contentsOf: high)
    memory.addRegion()
    rewardRanges.append(nil)
    weights.append(0)
    return region
  }

  /// Appends a pair to a region's; a full region forgets its oldest.
  private mutating func remember(task: Int, reward: Double, in region: Int) {
    if rewardRanges[region] != nil {
      let leaving = memory.count(region) - min(settings.progressWindow, memory.capacity)
      let old = leaving >= 0 ? memory.withRewards(region) { $0[leaving] } : nil
      if rewardRanges[region]?.add(reward, removing: old) != true { rewardRanges[region] = nil }
    }
    memory.append(task: task, reward: reward, to: region)
  }

  /// The range that a region's rewards are held within for its progress; nil if none lies outside.
  private mutating func rewardRange(_ region: Int) -> TypicalRange? {
    guard settings.holdsRewards else { return nil }
    if rewardRanges[region] == nil {
      rewardRanges[region] = memory.withRewards(region) { rewards in
        let count = min(rewards.count, settings.progressWindow)
        guard count > 0, let base = rewards.baseAddress else { return nil }
        return SlidingTypicalRange(of: base + (rewards.count - count), count: count)
      }
    }
    guard let range = rewardRanges[region], range.isExceeded else { return nil }
    return range.range
  }

  private mutating func updateProgress(of region: Int) {
    let range = rewardRange(region)
    let progress = memory.withRewards(region) { settings.progress(oldestFirst: $0, within: range) }
    regions[region].progress = progress
    weights[region] = settings.samplesInLeavesOnly && !regions[region].isLeaf ? 0 : progress
  }
}

// MARK: - Looking inside

extension RegionTree {
  /// How many regions were cut in two.
  var splitCount: Int { (regions.count - 1) / 2 }

  /// The regions that a place reaches into, parents before their children; of two that share a face with it, the lower
  /// one.
  func regions(reaching place: Place) -> [Int] {
    var result = [0]
    var next = 0
    while next < result.count {
      let region = regions[result[next]]
      next += 1
      guard !region.isLeaf else { continue }
      if let interval = place.interval(region.cutDimension) {
        if interval.low < region.threshold { result.append(region.left) }
        if interval.high > region.threshold { result.append(region.right) }
      } else {
        result.append(place.point[region.cutDimension] <= region.threshold ? region.left : region.right)
      }
    }
    return result
  }

  /// The probability with which `choose` chooses a region.
  func probability(of region: Int) -> Double {
    if weights.total > 0 { return weights[region] / weights.total }
    guard settings.samplesInLeavesOnly else { return 1 / Double(regions.count) }
    return regions[region].isLeaf ? 1 / Double(leaves.count) : 0
  }

  /// The probability with which `choose` chooses a region that remembers nothing.
  ///
  /// Complexity: O(regions).
  var probabilityOfEmptyRegions: Double {
    regions.indices.reduce(0) { memory.count($1) == 0 ? $0 + probability(of: $1) : $0 }
  }

  /// The stored task on which a region's lowest reward was reached, the oldest among equals; nil where there is none.
  func taskWithLowestReward(_ region: Int) -> Int? {
    let lowest = memory.withRewards(region) { rewards in rewards.indices.min { rewards[$0] < rewards[$1] } }
    return lowest.map { memory.task(region, $0) }
  }
}

// MARK: - Saved state

extension RegionTree {
  /// Writes the cuts in the order they were made, from which the regions follow, and what the regions remember.
  func save(to state: inout StateWriter) {
    state.write(splitCount)
    // The children of the n-th region that was cut are the regions 2n + 1 and 2n + 2.
    for region in regions.indices.filter({ !regions[$0].isLeaf }).sorted(by: { regions[$0].left < regions[$1].left }) {
      state.write(region)
      state.write(regions[region].cutDimension)
      state.write(regions[region].threshold)
    }
    memory.save(to: &state)
  }

  mutating func restore(from state: inout StateReader, taskSpace: Box) throws(StateError) {
    self = RegionTree(taskSpace: taskSpace, settings: settings)
    let largest = (Self.largestRegionCount + 1) / 2
    // A region that was split remembers as much as it has room for.
    let size = 24 + 16 * memory.capacity
    for _ in 0..<(try state.readCount(ofSize: size, atMost: largest, "the number of splits")) {
      let region = try state.readInt(in: 0...(regions.count - 1), "a region that was split")
      guard regions[region].isLeaf else { throw .damaged("a region was split twice") }
      let cutDimension = try state.readInt(in: 0...(dimension - 1), "a split's dimension")
      let threshold = try state.readDouble()
      guard threshold > low(region, cutDimension), threshold < high(region, cutDimension) else {
        throw .damaged("a split's threshold lies outside its region")
      }
      _ = addChildren(of: region, dimension: cutDimension, threshold: threshold)
    }
    try memory.restore(from: &state)
    for region in regions.indices {
      guard regions[region].isLeaf || memory.count(region) == memory.capacity else {
        throw .damaged("a region was split before it was full")
      }
      for pair in 0..<memory.count(region) {
        let task = memory.task(region, pair)
        for i in 0..<dimension {
          let coordinate = memory.coordinate(task, i)
          guard coordinate >= low(region, i), coordinate <= high(region, i) else {
            throw .damaged("a task lies outside its region")
          }
        }
      }
      updateProgress(of: region)
    }
  }
}
