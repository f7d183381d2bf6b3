import Arguments
import Numerics
import Testing

@testable import Teachers

/// A tree and every pair it got, to compare with.
private struct Trial {
  var tree: RegionTree
  var pairs: [(task: [Double], reward: Double)] = []
  var generator = Xoshiro256PlusPlus(seed: 8)

  init(dimension: Int, _ options: [(name: String, value: String)] = []) throws {
    try self.init(.unitBox(dimension: dimension), options)
  }

  init(_ taskSpace: Box, _ options: [(name: String, value: String)]) throws {
    let values = try OptionValues(
      options, for: "RIAC", allowing: RIAC.options + CommonOptions.descriptions)
    tree = RegionTree(taskSpace: taskSpace, settings: RegionSettings(values))
  }

  mutating func update(_ task: [Double], _ reward: Double) {
    task.withUnsafeBufferPointer { tree.update(task: $0, reward: reward, using: &generator) }
    pairs.append((task, reward))
  }

  func holds(_ region: Int, _ task: [Double]) -> Bool {
    task.indices.allSatisfy { task[$0] >= tree.low(region, $0) && task[$0] <= tree.high(region, $0) }
  }

  func rewards(_ region: Int) -> [Double] { tree.memory.withRewards(region) { Array($0) } }

  func volume(_ region: Int, _ dimension: Int) -> Double {
    (0..<dimension).reduce(1) { $0 * (tree.high(region, $1) - tree.low(region, $1)) }
  }
}

/// Rewards that change in one corner, so that regions differ.
private func reward(_ task: [Double], _ episode: Int) -> Double {
  task.allSatisfy { $0 > 0.5 } ? Double(episode) / 6000 + 0.1 * task[0] : 0.2 * task[0]
}

private func trained(
  dimension: Int, episodes: Int, _ options: [(name: String, value: String)] = [],
  adding extra: (_ episode: Int) -> Double = { _ in 0 }
) throws -> Trial {
  var trial = try Trial(dimension: dimension, options)
  var generator = Xoshiro256PlusPlus(seed: 2)
  for episode in 0..<episodes {
    let task = (0..<dimension).map { _ in
      generator.uniform() < 0.5 ? generator.uniform() : min(max(generator.normal(mean: 0.8, deviation: 0.2), 0), 1)
    }
    trial.update(task, reward(task, episode) + extra(episode))
  }
  return trial
}

@Test(arguments: [1, 2, 5])
func leavesPartitionTheTaskSpace(dimension: Int) throws {
  let trial = try trained(dimension: dimension, episodes: 6000)
  let tree = trial.tree
  #expect(tree.leaves.count > 5)
  #expect(tree.regions.count == 2 * tree.leaves.count - 1)
  #expect(tree.leaves.allSatisfy { tree.regions[$0].isLeaf })
  #expect(Set(tree.leaves).count == tree.leaves.count)
  #expect(tree.leaves.indices.allSatisfy { tree.regions[tree.leaves[$0]].leafPlace == $0 })
  #expect(abs(tree.leaves.reduce(0) { $0 + trial.volume($1, dimension) } - 1) < 1e-12)
  var generator = Xoshiro256PlusPlus(seed: 4)
  for _ in 0..<500 {
    let task = (0..<dimension).map { _ in generator.uniform() }
    #expect(tree.leaves.count { trial.holds($0, task) } == 1)
  }
  for region in tree.regions.indices where !tree.regions[region].isLeaf {
    for child in [tree.regions[region].left, tree.regions[region].right] {
      for i in 0..<dimension {
        #expect(tree.low(child, i) >= tree.low(region, i) && tree.high(child, i) <= tree.high(region, i))
        #expect(tree.high(child, i) - tree.low(child, i) >= 1.0 / 15)
      }
    }
  }
}

@Test func regionsRememberTheNewestPairsThatFellIntoThem() throws {
  let trial = try trained(dimension: 2, episodes: 6000)
  for region in trial.tree.regions.indices {
    let remembered = trial.rewards(region)
    let all = trial.pairs.filter { trial.holds(region, $0.task) }.map(\.reward)
    #expect(remembered.count <= 201)
    #expect(remembered == Array(all.suffix(remembered.count)))
    let isRoot = region == 0
    if isRoot { #expect(remembered.count == 201) }
    if trial.tree.regions[region].isLeaf { #expect(remembered.count <= 200) }
  }
  #expect(trial.tree.memory.storedTaskCount <= trial.tree.regions.count * 201)
}

@Test func tasksThatNoRegionRemembersAreForgotten() throws {
  var trial = try Trial(dimension: 1, [("max_region_size", "10"), ("min_dims_range_ratio", "1")])
  for episode in 0..<1000 { trial.update([Double(episode % 7) / 7], 0) }
  // One region, which cannot be split.
  #expect(trial.tree.regions.count == 1)
  #expect(trial.tree.memory.storedTaskCount <= 11)
}

/// Rewards held within the range that most of them lie in, widened by its own width.
private func held(_ rewards: [Double]) -> [Double] {
  let sorted = rewards.sorted()
  let trim = (rewards.count + 99) / 100
  var most = Array(sorted.dropFirst(trim).dropLast(trim))
  if most.first == most.last { most = sorted }
  guard let low = most.first, let high = most.last else { return [] }
  return rewards.map { min(max($0, low - (high - low)), high + (high - low)) }
}

@Test(arguments: ["auto", "off"], [2, 3, 50, 200, 100_000])
func progressIsTheFormulaOfEachRegionsPairs(range: String, window: Int) throws {
  for far in [1, 3] {
    let options = [("alp_window_size", "\(window)"), ("reward_range", range), ("max_region_size", "199")]
    let trial = try trained(dimension: 2, episodes: 3000, options) { $0 % 211 < far ? 1e6 : 0 }
    for region in trial.tree.regions.indices {
      var newest = Array(trial.rewards(region).suffix(window))
      if range == "auto" { newest = held(newest) }
      var expected = 0.0
      if trial.rewards(region).count >= 3 {
        let newer = newest.suffix(newest.count / 2)
        let older = newest.prefix(newest.count - newest.count / 2)
        expected = abs(
          newer.reduce(0, +) / Double(newer.count) - older.reduce(0, +) / Double(older.count))
      }
      #expect(abs(trial.tree.regions[region].progress - expected) < 1e-10)
    }
  }
}

@Test func progressOfFewPairsIsZeroAndHalvesAreUneven() throws {
  let settings = RegionSettings(OptionValues())
  func progress(_ rewards: [Double]) -> Double {
    rewards.withUnsafeBufferPointer { settings.progress(oldestFirst: $0) }
  }
  #expect(progress([]) == 0 && progress([1]) == 0 && progress([1, 5]) == 0)
  // Two older, one newer.
  #expect(progress([1, 3, 7]) == 5)
  #expect(progress([7, 1, 1, 7, 0]) == abs(3 - 3.5))
}

@Test func aRegionThatCannotBeSplitForgetsItsOldest() throws {
  var trial = try Trial(dimension: 2)
  // One task only: no threshold leaves pairs on both sides.
  for episode in 0..<201 { trial.update([0.5, 0.5], Double(episode)) }
  #expect(trial.tree.regions.count == 1)
  #expect(trial.rewards(0) == (50..<201).map(Double.init))
  var none = try Trial(dimension: 2, [("discard_ratio", "0")])
  for episode in 0..<500 { none.update([0.5, 0.5], Double(episode)) }
  #expect(none.rewards(0) == (299..<500).map(Double.init))
}

@Test func cutsGoWhereProgressDiffers() throws {
  // Rewards grow left of 0.37 only: the widest difference of the sides is there.
  var trial = try Trial(dimension: 1)
  var generator = Xoshiro256PlusPlus(seed: 1)
  for episode in 0..<201 {
    let task = generator.uniform()
    trial.update([task], task < 0.37 ? Double(episode) / 200 : 0)
  }
  #expect(trial.tree.regions.count == 3)
  #expect(abs(trial.tree.regions[0].threshold - 0.37) < 0.05)
  // Pairs on the threshold would go left.
  let left = trial.tree.regions[0].left
  #expect(trial.tree.memory.count(left) == trial.pairs.count { $0.task[0] <= trial.tree.regions[0].threshold })
}

@Test func smallSidesAreNotCutOff() throws {
  for (option, least) in [("off", 10), ("60.5", 61), ("100", 100)] {
    var trial = try Trial(dimension: 1, [("min_reg_size", option)])
    var generator = Xoshiro256PlusPlus(seed: 6)
    for _ in 0..<201 { trial.update([generator.uniform()], generator.uniform()) }
    #expect(trial.tree.regions.count == 3)
    for child in [1, 2] { #expect(trial.tree.memory.count(child) >= least) }
  }
  var never = try Trial(dimension: 1, [("min_reg_size", "101")])
  for episode in 0..<400 { never.update([Double(episode % 100) / 100], 0) }
  #expect(never.tree.regions.count == 1)
}

@Test func aTaskOnAThresholdFallsIntoBothSides() throws {
  var trial = try trained(dimension: 1, episodes: 201)
  let root = trial.tree.regions[0]
  let before = [root.left, root.right].map { trial.tree.memory.count($0) }
  trial.update([root.threshold], 0.123)
  for (child, count) in zip([root.left, root.right], before) {
    #expect(trial.tree.memory.count(child) == count + 1)
    #expect(trial.rewards(child).last == 0.123)
  }
}

@Test func regionsAreChosenByTheirProgress() throws {
  for leavesOnly in [false, true] {
    var trial = try trained(dimension: 2, episodes: 3000, [("sampling_in_leaves_only", "\(leavesOnly)")])
    let tree = trial.tree
    let candidates = leavesOnly ? tree.leaves : Array(tree.regions.indices)
    let total = candidates.reduce(0) { $0 + tree.regions[$1].progress }
    var counts = Array(repeating: 0.0, count: tree.regions.count)
    for _ in 0..<50_000 { counts[tree.choose(using: &trial.generator)] += 1 }
    #expect(candidates.reduce(0) { $0 + counts[$1] } == 50_000)
    for region in candidates {
      let chance = tree.regions[region].progress / total
      #expect(abs(counts[region] - 50_000 * chance) <= 5 * (50_000 * chance * (1 - chance)).squareRoot())
    }
  }
}

@Test func withoutProgressRegionsAreChosenUniformly() throws {
  for leavesOnly in [false, true] {
    var trial = try Trial(dimension: 1, [("sampling_in_leaves_only", "\(leavesOnly)"), ("max_region_size", "40")])
    for episode in 0..<400 { trial.update([Double(episode * 37 % 400) / 400], 0.5) }
    let count = leavesOnly ? trial.tree.leaves.count : trial.tree.regions.count
    var counts = Array(repeating: 0.0, count: trial.tree.regions.count)
    for _ in 0..<20_000 { counts[trial.tree.choose(using: &trial.generator)] += 1 }
    #expect(counts.count { $0 > 0 } == count)
    let mean = 20_000 / Double(count)
    #expect(counts.allSatisfy { $0 == 0 || abs($0 - mean) < 5 * mean.squareRoot() })
  }
}

/// One task, again and again, with all that could stop a split switched off: regions keep a width in every dimension,
/// so the task cannot lie in ever more of them.
@Test(arguments: [(1e16, 1e16 + 2), (0.0, 1.0)])
func regionsNeverCollapse(low: Double, high: Double) throws {
  let taskSpace = try #require(
    Box(low: Array(repeating: low, count: 4), high: Array(repeating: high, count: 4)))
  var trial = try Trial(
    taskSpace,
    [
      ("max_region_size", "2"), ("min_reg_size", "0"), ("min_dims_range_ratio", "0"), ("discard_ratio", "0"),
    ])
  for episode in 0..<1000 { trial.update(Array(repeating: low, count: 4), Double(episode % 7)) }
  let tree = trial.tree
  // Halving each of four dimensions down to 1e-9 of its range takes some thirty cuts of it.
  #expect(tree.leaves.count < 1000)
  for leaf in tree.leaves { #expect((0..<4).allSatisfy { tree.low(leaf, $0) < tree.high(leaf, $0) }) }
}
