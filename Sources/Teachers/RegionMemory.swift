import Numerics
import SavedState

/// What the regions of a RIAC tree remember: for each region the newest `capacity` pairs of a task and a reward.
///
/// A task is stored once, however many regions remember it, and its place is used again once none does. Each region's
/// pairs are a ring that is written twice, side by side, so that any run of pairs lies in one piece.
struct RegionMemory {
  /// The pairs a region has room for.
  let capacity: Int
  private let dimension: Int
  private var tasks: [Double] = []
  /// For each task, how many regions remember it.
  private var references: [Int] = []
  private var freeTasks: [Int] = []
  private var taskIndices: [Int] = []
  private var rewards: [Double] = []
  private var firsts: [Int] = []
  private var counts: [Int] = []

  init(capacity: Int, dimension: Int) {
    self.capacity = capacity
    self.dimension = dimension
  }

  /// The tasks that are stored.
  var storedTaskCount: Int { references.count - freeTasks.count }

  /// Makes room for one more region, which remembers nothing yet.
  mutating func addRegion() {
    taskIndices.append(contentsOf: repeatElement(0, count: capacity))
    rewards.append(contentsOf: repeatElement(0, count: 2 * capacity))
    firsts.append(0)
    counts.append(0)
  }

  /// Stores a task that no region remembers yet. Returns its index.
  mutating func store(_ task: UnsafeBufferPointer<Double>) -> Int {
    if let free = freeTasks.popLast() {
      for i in 0..<dimension { tasks[free * dimension + i] = task[i] }
      return free
    }
    tasks.append(contentsOf: task)
    references.append(0)
    return references.count - 1
  }

  /// How many pairs a region remembers.
  func count(_ region: Int) -> Int { counts[region] }

  /// The index of the task of a region's pair, the oldest pair being 0.
  func task(_ region: Int, _ pair: Int) -> Int {
    let place = firsts[region] + pair
    return taskIndices[region * capacity + (place < capacity ? place : place - capacity)]
  }

  /// A coordinate of a stored task.
  func coordinate(_ task: Int, _ i: Int) -> Double { tasks[task * dimension + i] }

  /// Calls `body` with a region's rewards, oldest first.
  func withRewards<Result>(_ region: Int, _ body: (UnsafeBufferPointer<Double>) -> Result) -> Result {
    rewards.withUnsafeBufferPointer { rewards in
      let first = region * 2 * capacity + firsts[region]
      return body(UnsafeBufferPointer(rebasing: rewards[first..<(first + counts[region])]))
    }
  }

  /// Appends a pair to a region's; a full region forgets its oldest.
  mutating func append(task: Int, reward: Double, to region: Int) {
    if counts[region] == capacity { dropOldest(1, of: region) }
    var place = firsts[region] + counts[region]
    if place >= capacity { place -= capacity }
    taskIndices[region * capacity + place] = task
    rewards[region * 2 * capacity + place] = reward
    rewards[region * 2 * capacity + capacity + place] = reward
    counts[region] += 1
    references[task] += 1
  }

  /// Forgets the oldest `count` pairs of a region, at most all.
  mutating func dropOldest(_ count: Int, of region: Int) {
    for _ in 0..<min(count, counts[region]) {
      let task = taskIndices[region * capacity + firsts[region]]
      references[task] -= 1
      if references[task] == 0 { freeTasks.append(task) }
      firsts[region] = firsts[region] + 1 == capacity ? 0 : firsts[region] + 1
      counts[region] -= 1
    }
  }
}

// MARK: - Saved state

extension RegionMemory {
  /// Writes the stored tasks, in the order in which the regions first remember them, and for each region its pairs.
  func save(to state: inout StateWriter) {
    var newIndices = Array(repeating: -1, count: references.count)
    var order: [Int] = []
    for region in counts.indices {
      for pair in 0..<counts[region] where newIndices[task(region, pair)] < 0 {
        newIndices[task(region, pair)] = order.count
        order.append(task(region, pair))
      }
    }
    state.write(order.count)
    for task in order { state.write(contentsOf: Array(tasks[(task * dimension)..<((task + 1) * dimension)])) }
    for region in counts.indices {
      state.write(counts[region])
      for pair in 0..<counts[region] {
        state.write(newIndices[task(region, pair)])
        state.write(withRewards(region) { $0[pair] })
      }
    }
  }

  /// Takes what `save` wrote, for as many regions as there are; they remember nothing yet.
  mutating func restore(from state: inout StateReader) throws(StateError) {
    let count = try state.readCount(ofSize: 8 * dimension, "the number of tasks")
    tasks = try state.readDoubles(count * dimension, in: SavedRange.finite, "a task")
    references = Array(repeating: 0, count: count)
    for region in counts.indices {
      for _ in 0..<(try state.readCount(ofSize: 16, atMost: capacity, "the number of a region's pairs")) {
        // Without any task no index is right.
        let task = try state.readInt(in: 0...max(count - 1, 0), "a task's index")
        guard task < count else { throw .damaged("a task is missing") }
        let limit = RewardScale.largestReward
        append(task: task, reward: try state.readDouble(in: -limit...limit, "a reward"), to: region)
      }
    }
    guard references.allSatisfy({ $0 > 0 }) else { throw .damaged("a task is in no region") }
  }
}
