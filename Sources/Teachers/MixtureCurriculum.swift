import Arguments
import Glibc
import Numerics
import SavedState

/// What ALP-GMM and Covar-GMM share: every so many updates a mixture is fitted to the last vectors (a task and a little
/// more), and new tasks are drawn from its components in proportion to some weight.
///
/// If the option `reward_range` is auto, the rewards of a batch are rescaled when it is complete, from the range that
/// they lie in: the same as if that range had been given for this batch.
struct MixtureCurriculum {
  static let minimumComponents = Option.integer(
    "min_k", default: 2, in: 1...64, "smallest number of components that is tried")
  static let maximumComponents = Option.integer(
    "max_k", default: 10, in: 1...64, "largest number of components that is tried")
  static let fitRate = Option.integer(
    "fit_rate", default: 250, in: 1...100_000,
    "updates from one fit to the next, all of which it is fitted to; before the first, tasks are random")
  static let randomTaskRatio = Option.number(
    "random_task_ratio", default: 0.2, in: 0...1, "share of tasks drawn uniformly from the whole task space")
  static let threads = Option.integer(
    "threads", default: 1, in: 1...64,
    "threads that fit, the caller's among them, one number of components each; the result does not depend on it")
  static let options = [
    minimumComponents.description, maximumComponents.description, fitRate.description, randomTaskRatio.description,
    threads.description,
  ]

  private let taskSpace: Box
  private let vectorCount: Int
  private let rewardsPerUpdate: Int
  private let randomTaskRatio: Double
  private let findsRewardRange: Bool
  /// The tasks of the updates since the last fit, row after row.
  private var tasks: [Double] = []
  /// The rewards of these updates, row after row.
  private var rewards: [Double] = []
  /// The current mixture; nil before the first fit.
  private(set) var mixture: GaussianMixture?
  /// The weights of its components in the choice between them.
  private var componentWeights: [Double] = []
  /// With warm start, the last mixture of each number of components.
  private var previous: [GaussianMixture] = []
  /// How many mixtures were fitted.
  private(set) var fitCount = 0
  private let settings: MixtureSettings
  private let fitter: MixtureFitter

  /// The options with the candidate numbers of components that they lead to.
  ///
  /// - Throws: `UsageError` if `min_k` is greater than `max_k`, or a fit has fewer vectors than components.
  static func effective(_ options: OptionValues) throws(UsageError) -> OptionValues {
    var options = options
    var (least, most) = (options[minimumComponents], options[maximumComponents])
    // Each works alone: the default of one gives way to the other.
    if !options.isGiven(minimumComponents) { least = min(least, most) }
    if !options.isGiven(maximumComponents) { most = max(least, most) }
    let rate = options[fitRate]
    guard least <= most else {
      throw UsageError.invalidArgument(
        "option 'min_k' is \(least) and 'max_k' is \(most); min_k must not be greater than max_k")
    }
    guard most <= rate else {
      throw UsageError.invalidArgument(
        "option 'fit_rate' is \(rate) and 'max_k' is \(most); fit_rate must be at least max_k")
    }
    options.set(minimumComponents, to: "\(least)")
    options.set(maximumComponents, to: "\(most)")
    return options
  }

  /// The candidate numbers of components of effective options.
  static func components(_ options: OptionValues) -> ClosedRange<Int> {
    options[minimumComponents]...max(options[minimumComponents], options[maximumComponents])
  }

  /// A curriculum over vectors of a task and `extraCoordinates` numbers more, which are made of the `rewardsPerUpdate`
  /// rewards that are kept with each task.
  init(
    taskSpace: Box, extraCoordinates: Int, rewardsPerUpdate: Int, settings: MixtureSettings, options: OptionValues,
    workers: Workers
  ) {
    self.taskSpace = taskSpace
    self.rewardsPerUpdate = rewardsPerUpdate
    self.settings = settings
    vectorCount = options[Self.fitRate]
    randomTaskRatio = options[Self.randomTaskRatio]
    findsRewardRange = CommonOptions.findsRewardRange(options)
    tasks.reserveCapacity(vectorCount * taskSpace.dimension)
    rewards.reserveCapacity(vectorCount * rewardsPerUpdate)
    fitter = MixtureFitter(
      capacity: vectorCount, dimension: taskSpace.dimension + extraCoordinates, settings: settings,
      workers: workers)
  }

  /// Keeps a task with one or two rewards, as many as there are for each update. Returns whether it is time to fit.
  mutating func append(
    task: UnsafeBufferPointer<Double>, rewards first: Double, _ second: Double? = nil
  ) -> Bool {
    tasks.append(contentsOf: task)
    rewards.append(first)
    if let second { rewards.append(second) }
    return tasks.count == vectorCount * taskSpace.dimension
  }

  /// Fits the mixture to the last vectors and starts a new batch.
  ///
  /// - Parameters:
  ///   - extend: Appends to a task the other coordinates of its vector, which it makes of the time in the batch, from 0
  ///     to less than 1, and the rewards that were kept with the task.
  ///   - weight: A component's weight in the choice; below 0 counts as 0.
  mutating func fit(
    using generator: inout Xoshiro256PlusPlus,
    extend: (_ vectors: inout [Double], _ time: Double, _ rewards: UnsafeBufferPointer<Double>) -> Void,
    weight: (GaussianMixture, _ component: Int) -> Double
  ) {
    if findsRewardRange { rescaleRewards() }
    vectors(extend).withUnsafeBufferPointer { fitter.points.load(rows: $0) }
    tasks.removeAll(keepingCapacity: true)
    rewards.removeAll(keepingCapacity: true)
    let fitted = fitter.fit(startingFrom: &previous, using: &generator)
    componentWeights = (0..<fitted.count).map { max(0, weight(fitted, $0)) }
    mixture = fitted
    fitCount += 1
  }

  private mutating func rescaleRewards() {
    rewards.withUnsafeMutableBufferPointer { rewards in
      guard let first = rewards.baseAddress, !rewards.isEmpty else { return }
      let scale = RewardScale(TypicalRange(of: first, count: rewards.count))
      for i in rewards.indices { rewards[i] = scale.reward(rewards[i]) }
    }
  }

  /// The vectors of a batch, row after row.
  private func vectors(
    _ extend: (_ vectors: inout [Double], _ time: Double, _ rewards: UnsafeBufferPointer<Double>) -> Void
  ) -> [Double] {
    var vectors: [Double] = []
    vectors.reserveCapacity(vectorCount * dimension)
    rewards.withUnsafeBufferPointer { rewards in
      for update in 0..<vectorCount {
        vectors.append(contentsOf: tasks[(update * taskSpace.dimension)..<((update + 1) * taskSpace.dimension)])
        let first = update * rewardsPerUpdate
        extend(
          &vectors, Double(update) / Double(vectorCount),
          UnsafeBufferPointer(rebasing: rewards[first..<(first + rewardsPerUpdate)]))
      }
    }
    return vectors
  }

  /// Draws a task: before the first fit, and with probability `random_task_ratio` after, uniform; else from a component.
  func sampleTask(
    into task: UnsafeMutableBufferPointer<Double>, using generator: inout Xoshiro256PlusPlus
  ) {
    guard let mixture, generator.uniform() >= randomTaskRatio else {
      return taskSpace.sampleUniform(into: task, using: &generator)
    }
    let component = componentWeights.withUnsafeBufferPointer { proportionalChoice($0, using: &generator) }
    mixture.sample(component: component, into: task, using: &generator)
  }
}

// MARK: - Looking inside

extension MixtureCurriculum {
  /// The probability that a task is drawn uniformly.
  var randomShare: Double { mixture == nil ? 1 : randomTaskRatio }

  /// The coordinates of a vector.
  var dimension: Int { fitter.points.dimension }

  var record: TeacherRecord {
    mixture.map { .mixture(MixtureSnapshot($0, samplingWeights: componentWeights)) } ?? .nothing
  }

  func accepts(_ record: TeacherRecord) -> Bool {
    guard case .mixture(let mixture) = record else { return false }
    return mixture.dimension == dimension
  }

  /// Complexity: O(components * dimension^2).
  func logDensity(at place: Place) -> Double {
    let uniform = place.logUniformDensity(in: taskSpace)
    guard let mixture else { return uniform }
    var terms = [log(randomTaskRatio) + uniform]
    let total = componentWeights.reduce(0, +)
    for component in 0..<mixture.count {
      let share = total > 0 ? componentWeights[component] / total : 1 / Double(mixture.count)
      terms.append(log(1 - randomTaskRatio) + log(share) + mixture.logDensity(of: component, at: place))
    }
    return logOfSum(terms)
  }
}

// MARK: - Saved state

extension MixtureCurriculum {
  func save(to state: inout StateWriter) {
    state.write(fitCount)
    state.write(tasks.count / taskSpace.dimension)
    state.write(contentsOf: tasks)
    state.write(contentsOf: rewards)
    state.write(mixture != nil)
    if let mixture {
      mixture.save(to: &state)
      state.write(contentsOf: componentWeights)
    }
    state.write(previous.count)
    for mixture in previous { mixture.save(to: &state) }
  }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    fitCount = try state.readInt(in: SavedRange.count, "the number of fits")
    if state.version == 1 { try restoreBatchOfVersion1(from: &state) } else { try restoreBatch(from: &state) }
    let limit = settings.components.upperBound
    mixture = nil
    if try state.readBool("whether there is a mixture") {
      let restored = try GaussianMixture(dimension: dimension, atMost: limit, from: &state)
      componentWeights = try state.readDoubles(restored.count, in: SavedRange.weight, "the sampling weights")
      mixture = restored
    }
    previous = []
    let candidates = settings.warmStart ? settings.components.count : 0
    for place in 0..<(try state.readInt(in: 0...candidates, "the number of mixtures to start from")) {
      let start = try GaussianMixture(dimension: dimension, atMost: limit, from: &state)
      guard start.count == settings.components.lowerBound + place else {
        throw .damaged("the mixtures to start from are out of order")
      }
      previous.append(start)
    }
  }

  private mutating func restoreBatch(from state: inout StateReader) throws(StateError) {
    let count = try state.readInt(in: 0...(vectorCount - 1), "the length of the batch")
    tasks.replaceSubrange(
      0..., with: try state.readDoubles(count * taskSpace.dimension, in: SavedRange.batch, "the batch's tasks"))
    rewards.replaceSubrange(
      0..., with: try state.readDoubles(count * rewardsPerUpdate, in: SavedRange.batch, "the batch's rewards"))
  }

  /// Version 1 kept vectors: a task and its progress, or a task, the time in the batch and the reward. Progress is the
  /// difference from 0 of a reward that is as large. That version never rescaled a batch.
  private mutating func restoreBatchOfVersion1(from state: inout StateReader) throws(StateError) {
    let count = try state.readInt(in: 0...(vectorCount * dimension - 1), "the length of the batch")
    guard count % dimension == 0 else { throw .damaged("the length of the batch is \(count)") }
    let vectors = try state.readDoubles(count, in: SavedRange.batch, "the batch")
    tasks.removeAll(keepingCapacity: true)
    rewards.removeAll(keepingCapacity: true)
    for first in stride(from: 0, to: count, by: dimension) {
      tasks.append(contentsOf: vectors[first..<(first + taskSpace.dimension)])
      rewards.append(vectors[first + dimension - 1])
      for _ in 1..<rewardsPerUpdate { rewards.append(0) }
    }
  }
}
