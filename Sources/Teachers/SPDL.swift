import Arguments
import Glibc
import Numerics
import SavedState
import Tasks

/// Moves a normal distribution of tasks from easy ones to a target distribution, as fast as the student's values allow.
///
/// Klink, D'Eramo, Peters and Pajarinen, "Self-paced deep reinforcement learning" (2020), as Romac et al. (2021) use it for
/// comparison.
struct SPDL: Teacher {
  static let name = "SPDL"
  static let documentation =
    "moves a normal distribution from easy tasks to a target, as fast as the student's values allow"
  static let dimensions = 1...64
  // Its distributions are given in the task space's units; it works in the unit box by itself.
  static let measuresDistances = false
  // The weight of the target is relative to returns that are positive.
  static let takesReturnsAsTheyAre = true
  static let uses: OutcomeMembers = .valueEstimate

  static let initialMean = Option.numbers(
    "initial_mean", count: nil, in: -1e300...1e300,
    "mean of the first distribution, a number for each dimension; off: the middle of the task space")
  static let initialDeviation = Option.number(
    "initial_deviation", default: 0.1, in: 1e-6...10,
    "standard deviation of the first distribution in each dimension, as a share of the range")
  static let targetMean = Option.numbers(
    "target_mean", count: nil, in: -1e300...1e300,
    "mean of the target distribution, a number for each dimension; off: the middle of the task space")
  static let targetDeviation = Option.number(
    "target_deviation", default: 0.25, in: 1e-6...10,
    "standard deviation of the target distribution in each dimension, as a share of the range")
  static let updateRate = Option.integer(
    "update_rate", default: 100, in: 1...100_000, "episodes from one distribution to the next")
  static let updateOffset = Option.integer(
    "update_offset", default: 400, in: 0...1_000_000_000, "episodes before which the distribution stays")
  static let alphaOffset = Option.integer(
    "alpha_offset", default: 10, in: 0...1_000_000_000, "updates that look for value only, before the target counts")
  static let zeta = Option.number(
    "zeta", default: 0.25, in: 0...1e6, "weight of the target, relative to the mean return")
  static let largestDivergence = Option.number(
    "max_kl", default: 0.1, in: 1e-6...100, "largest Kullback-Leibler divergence between two distributions that follow")
  static let usesMeanReturn = Option.boolean(
    "use_avg_performance", default: true, "weigh the target by the mean return; if false, by the mean value estimate")
  static let leastDeviation = Option.number(
    "std_lower_bound", default: nil, in: 1e-9...10,
    "least deviation, as a share of the range, while the target is farther away than kl_threshold; off: none")
  static let divergenceThreshold = Option.number(
    "kl_threshold", default: 0, in: 0...1e6,
    "divergence from the target up to which deviations may be less than the bound")
  static let options = [
    initialMean.description, initialDeviation.description, targetMean.description, targetDeviation.description,
    updateRate.description, updateOffset.description, alphaOffset.description, zeta.description,
    largestDivergence.description, usesMeanReturn.description, leastDeviation.description,
    divergenceThreshold.description,
  ]
  static let briefUses = [
    BriefUse([("update_rate", "4"), ("update_offset", "0"), ("alpha_offset", "1"), ("std_lower_bound", "0.05")])
  ]

  private static let largestAlpha = 1e5
  /// What a mean and a factor of the covariance can be, in the unit box.
  private static let numberRange = -1e3...1e3
  /// What the factor's diagonal can be.
  private static let factorRange = 1e-9...1e3

  private let taskSpace: Box
  private let target: Gaussian
  private let updateRate: Int
  private let updateOffset: Int
  private let alphaOffset: Int
  private let zeta: Double
  private let largestDivergence: Double
  private let usesMeanReturn: Bool
  private let leastDeviation: Double?
  private let divergenceThreshold: Double
  /// What tasks are drawn from, in the unit box.
  private(set) var gaussian: Gaussian
  private var episodeCount = 0
  private var updateCount = 0
  /// Since the last update: rows of tasks in the unit box, their values, and the sum of returns.
  private var tasks: [Double] = []
  private var values: [Double] = []
  private var returnSum = 0.0
  /// How often the distribution has changed.
  private(set) var changeCount = 0
  private var generator: Xoshiro256PlusPlus

  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) throws(UsageError) {
    func gaussian(_ mean: Option<[Double]?>, _ deviation: Option<Double>) throws(UsageError) -> Gaussian {
      let point = try options.point(mean, in: taskSpace)
      return Gaussian(
        mean: point.indices.map { (point[$0] - taskSpace.low[$0]) / taskSpace.range($0) },
        deviations: point.map { _ in options[deviation] })
    }
    self.taskSpace = taskSpace
    self.gaussian = try gaussian(Self.initialMean, Self.initialDeviation)
    target = try gaussian(Self.targetMean, Self.targetDeviation)
    updateRate = options[Self.updateRate]
    updateOffset = options[Self.updateOffset]
    alphaOffset = options[Self.alphaOffset]
    zeta = options[Self.zeta]
    largestDivergence = options[Self.largestDivergence]
    usesMeanReturn = options[Self.usesMeanReturn]
    leastDeviation = options[Self.leastDeviation]
    divergenceThreshold = options[Self.divergenceThreshold]
    generator = Xoshiro256PlusPlus(seed: seed)
    tasks.reserveCapacity(updateRate * taskSpace.dimension)
    values.reserveCapacity(updateRate)
  }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    gaussian.sample(into: task, using: &generator)
    for i in 0..<task.count { task[i] = taskSpace.low[i] + min(max(task[i], 0), 1) * taskSpace.range(i) }
    return Proposal()
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome) {
    for i in 0..<task.count { tasks.append((task[i] - taskSpace.low[i]) / taskSpace.range(i)) }
    // Without an estimate the return stands for the value: it is what the estimate is of.
    let value = outcome.valueEstimate.isNaN ? reward : outcome.valueEstimate
    values.append(min(max(value, -RewardScale.largestReward), RewardScale.largestReward))
    returnSum += reward
    episodeCount += 1
    guard values.count >= updateRate else { return }
    if episodeCount >= updateOffset { step() }
    tasks.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    returnSum = 0
  }

  private mutating func step() {
    updateCount += 1
    let performance = (usesMeanReturn ? returnSum : values.reduce(0, +)) / Double(values.count)
    let distance = max(gaussian.divergence(to: target), 1e-10)
    let alpha = updateCount < alphaOffset ? 0 : min(Self.largestAlpha, zeta * max(performance, 0) / distance)
    let step = SelfPacedStep(
      present: gaussian, target: target, tasks: tasks, values: values, alpha: alpha, divergence: largestDivergence)
    guard var next = step.next() else { return }
    let bound = next.divergence(to: target) > divergenceThreshold ? leastDeviation : nil
    for i in next.mean.indices {
      let place = i * next.dimension + i
      next.factor[place] = max(next.factor[place], bound ?? Self.factorRange.lowerBound)
    }
    guard Self.isInRange(next) else { return }
    gaussian = next
    changeCount += 1
  }

  /// Whether a distribution's numbers are those of a state: none that makes others overflow.
  private static func isInRange(_ gaussian: Gaussian) -> Bool {
    gaussian.mean.allSatisfy(numberRange.contains) && gaussian.factor.allSatisfy(numberRange.contains)
      && gaussian.mean.indices.allSatisfy { factorRange.contains(gaussian.factor[$0 * gaussian.dimension + $0]) }
  }
}

// MARK: - Looking inside

extension SPDL {
  /// The distribution in the task space's units.
  private var mixture: GaussianMixture {
    var shown = gaussian
    for i in shown.mean.indices {
      shown.mean[i] = taskSpace.low[i] + shown.mean[i] * taskSpace.range(i)
      for j in 0...i { shown.factor[i * shown.dimension + j] *= taskSpace.range(i) }
    }
    return GaussianMixture(shown)
  }

  func logDensity(at place: Place) -> Double { mixture.logDensity(of: 0, at: place) }

  var record: TeacherRecord { .mixture(MixtureSnapshot(mixture, samplingWeights: [1])) }

  var mixtureDimension: Int { taskSpace.dimension }

  func accepts(_ record: TeacherRecord) -> Bool {
    guard case .mixture(let mixture) = record else { return false }
    return mixture.dimension == taskSpace.dimension && mixture.count == 1
  }
}

// MARK: - Saved state

extension SPDL {
  func save(to state: inout StateWriter) {
    generator.save(to: &state)
    state.write(contentsOf: gaussian.mean)
    for i in gaussian.mean.indices {
      state.write(contentsOf: Array(gaussian.factor[(i * gaussian.dimension)...(i * gaussian.dimension + i)]))
    }
    state.write(episodeCount)
    state.write(updateCount)
    state.write(changeCount)
    state.write(returnSum)
    state.write(values.count)
    state.write(contentsOf: values)
    state.write(contentsOf: tasks)
  }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    let d = taskSpace.dimension
    generator = try Xoshiro256PlusPlus(from: &state)
    gaussian.mean = try state.readDoubles(d, in: Self.numberRange, "the mean")
    for i in 0..<d {
      let row = try state.readDoubles(i + 1, in: Self.numberRange, "the factor of the covariance")
      guard Self.factorRange.contains(row[i]) else { throw .damaged("a covariance is not positive definite") }
      gaussian.factor.replaceSubrange((i * d)...(i * d + i), with: row)
    }
    episodeCount = try state.readInt(in: SavedRange.count, "the number of episodes")
    updateCount = try state.readInt(in: SavedRange.count, "the number of updates")
    changeCount = try state.readInt(in: SavedRange.count, "the number of changes")
    returnSum = try state.readDouble(in: SavedRange.rewardSum, "the sum of returns")
    let count = try state.readInt(in: 0...(updateRate - 1), "the number of values")
    values = try state.readDoubles(count, in: SavedRange.batch, "a value")
    tasks = try state.readDoubles(count * d, in: -0.5...1.5, "a task")
  }
}
