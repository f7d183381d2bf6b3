import Arguments
import Glibc
import Numerics
import SavedState
import Tasks

/// Draws tasks from a product of Beta distributions, as wide as it can be while a share of the episodes succeeds.
///
/// Tiboni, Klink, Peters, Tommasi, D'Eramo and Chalvatzaki, "Domain randomization via entropy maximization" (2024).
struct DORAEMON: Teacher {
  static let name = "DORAEMON"
  static let documentation =
    "draws tasks from Beta distributions that are as wide as they can be while a share of the episodes succeeds"
  static let dimensions = 1...256
  // Its first distribution is around a task in the task space's units; it works in the unit box anyway.
  static let measuresDistances = false
  static let needs: OutcomeMembers = .success

  static let successShare = Option.number(
    "success_share", default: 0.5, in: 0...1, "share of the episodes that must succeed")
  static let largestDivergence = Option.number(
    "max_kl", default: 0.1, in: 1e-6...100, "largest Kullback-Leibler divergence between two distributions that follow")
  static let updateRate = Option.integer(
    "update_rate", default: 100, in: 2...100_000, "episodes from one distribution to the next")
  static let initialMean = Option.numbers(
    "initial_mean", count: nil, in: -1e300...1e300,
    "the task that the first distribution is around, a number for each dimension; off: the middle of the task space")
  static let initialConcentration = Option.number(
    "initial_concentration", default: 100, in: 1...110,
    "the larger parameter of the first Beta distributions: the larger, the narrower they are; 1: uniform in the middle")
  static let waitsForSuccess = Option.boolean(
    "wait_for_success", default: true,
    "keep the first distribution until the share of success is reached; if false, look for more success at once")
  static let options = [
    successShare.description, largestDivergence.description, updateRate.description, initialMean.description,
    initialConcentration.description, waitsForSuccess.description,
  ]
  static let briefUses = [
    BriefUse([("update_rate", "4"), ("success_return", "0.4"), ("wait_for_success", "false")], episodes: 20)
  ]

  /// How far from the bounds of the unit interval a coordinate counts as lying: its logarithm is finite.
  private static let margin = 1e-6
  /// What the box that the history keeps leaves out at each end of a dimension.
  private static let tail = 0.05

  private let taskSpace: Box
  private let successShare: Double
  private let largestDivergence: Double
  private let updateRate: Int
  private let waitsForSuccess: Bool
  /// The distributions of the coordinates in the unit box.
  private(set) var betas: [BetaDistribution]
  private var hasSucceeded = false
  /// The coordinates in the unit box and the successes since the last update, row after row.
  private var points: [Double] = []
  private var successes: [Double] = []
  /// How often the distribution has changed.
  private(set) var changeCount = 0
  private var generator: Xoshiro256PlusPlus

  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) throws(UsageError) {
    self.taskSpace = taskSpace
    successShare = options[Self.successShare]
    largestDivergence = options[Self.largestDivergence]
    updateRate = options[Self.updateRate]
    waitsForSuccess = options[Self.waitsForSuccess]
    generator = Xoshiro256PlusPlus(seed: seed)
    let concentration = options[Self.initialConcentration]
    let center = try options.point(Self.initialMean, in: taskSpace)
    betas = center.indices.map { i in
      let mean = (center[i] - taskSpace.low[i]) / taskSpace.range(i)
      // The mean is a / (a + b); the larger of both is the concentration.
      let (a, b) =
        mean < 0.5
        ? (concentration * mean / (1 - mean), concentration) : (concentration, concentration * (1 - mean) / mean)
      return BetaDistribution(max(a, WideningBetas.range.lowerBound), max(b, WideningBetas.range.lowerBound))
    }
    points.reserveCapacity(updateRate * taskSpace.dimension)
    successes.reserveCapacity(updateRate)
  }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    for i in betas.indices {
      let u = betas[i].sample(using: &generator)
      task[i] = min(taskSpace.low[i] + u * taskSpace.range(i), taskSpace.high[i])
    }
    return Proposal()
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome) {
    for i in betas.indices {
      points.append(min(max((task[i] - taskSpace.low[i]) / taskSpace.range(i), Self.margin), 1 - Self.margin))
    }
    successes.append(outcome.success)
    guard successes.count == updateRate else { return }
    hasSucceeded = hasSucceeded || successes.reduce(0, +) >= successShare * Double(successes.count)
    let step = WideningBetas(
      present: betas, points: points, successes: successes, divergence: largestDivergence)
    if let next = step.next(share: successShare, seeksSuccess: hasSucceeded || !waitsForSuccess) {
      betas = next
      changeCount += 1
    }
    points.removeAll(keepingCapacity: true)
    successes.removeAll(keepingCapacity: true)
  }
}

// MARK: - Looking inside

extension DORAEMON {
  func logDensity(at place: Place) -> Double {
    place.point.indices.reduce(0) { sum, i in
      let (low, range) = (taskSpace.low[i], taskSpace.range(i))
      if let interval = place.interval(i) {
        let upTo = { (bound: Double) in betas[i].probability(upTo: min(max((bound - low) / range, 0), 1)) }
        return sum + log(max(0, upTo(interval.high) - upTo(interval.low)))
      }
      return sum + betas[i].logDensity(at: (place.point[i] - low) / range) - log(range)
    }
  }

  /// The box that nine tenths of the coordinates of each dimension lie in.
  var record: TeacherRecord {
    let quantile = { (i: Int, share: Double) in taskSpace.low[i] + betas[i].quantile(share) * taskSpace.range(i) }
    return .box(
      low: betas.indices.map { quantile($0, Self.tail) }, high: betas.indices.map { quantile($0, 1 - Self.tail) })
  }

  func accepts(_ record: TeacherRecord) -> Bool { MovingBox(taskSpace).accepts(record) }

  /// The box, as the one region.
  func regions(of record: TeacherRecord) -> RegionSnapshot { MovingBox(taskSpace).regions(of: record) }
}

// MARK: - Saved state

extension DORAEMON {
  func save(to state: inout StateWriter) {
    generator.save(to: &state)
    for beta in betas { state.write(contentsOf: [beta.a, beta.b]) }
    state.write(hasSucceeded)
    state.write(changeCount)
    state.write(successes.count)
    state.write(contentsOf: successes)
    state.write(contentsOf: points)
  }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    generator = try Xoshiro256PlusPlus(from: &state)
    let parameters = try state.readDoubles(2 * betas.count, in: WideningBetas.range, "a Beta distribution's parameter")
    betas = betas.indices.map { BetaDistribution(parameters[2 * $0], parameters[2 * $0 + 1]) }
    hasSucceeded = try state.readBool("whether the share of success was reached")
    changeCount = try state.readInt(in: SavedRange.count, "the number of distributions")
    let count = try state.readInt(in: 0...(updateRate - 1), "the number of episodes since the last update")
    successes = try state.readDoubles(count, in: 0...1, "a success")
    points = try state.readDoubles(count * betas.count, in: Self.margin...(1 - Self.margin), "a task")
  }
}
