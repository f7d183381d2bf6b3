import Arguments
import Environments
import Glibc
import Numerics
import Tasks
import Testing

@testable import Teachers

/// Whether the kinds of parameters matter to learning: the toy environment's cells, laid out over them.
@Suite struct ParametersTests {
  private static let cubes = 4
  private static let seeds = 20
  private static let episodes = 12_000

  /// A layout: a task space, and the place in the unit cube that a task stands for.
  private struct Layout: Sendable {
    let space: TaskSpace
    let place: @Sendable (_ task: [Double]) -> [Double]
  }

  private static let box = Layout(space: .unitBox(dimension: 3)) { $0 }

  /// An integer, a log-scaled number and a category, in an order that `turn` gives.
  private static func mixed(turn: Int) throws -> Layout {
    let names = (0..<cubes).map { "level \($0)" }
    let parameters = [
      try Parameter("legs", .integer, low: -2, high: Double(cubes) - 3),
      try Parameter("gravity", .logNumber, low: 0.01, high: 100), try Parameter("ground", .category(names)),
    ]
    let cells = Double(cubes)
    let places: [@Sendable (Double) -> Double] = [
      { ($0 + 2.5) / cells }, { (log10($0) + 2) / 4 }, { ($0 + 0.5) / cells },
    ]
    let order = (0..<3).map { ($0 + turn) % 3 }
    return Layout(space: try TaskSpace(order.map { parameters[$0] })) { task in
      (0..<3).map { min(max(places[order[$0]](task[$0]), 0), 1) }
    }
  }

  /// The mean share of mastered cells over the course of the episodes, in percent, for each seed.
  private static func shares(_ name: String, _ layout: Layout) throws -> [Double] {
    let options = try OptionValues(
      [("nb_dims", "\(layout.space.dimension)"), ("nb_cubes", "\(cubes)")], for: "toy",
      allowing: ToyEnvironment.options)
    return try (0..<seeds).map { seed in
      let teacher = try makeTeacher(name, layout.space, ["history": "1"], seed: UInt64(seed))
      var toy = try ToyEnvironment(options: options)
      var sum = 0.0
      teacher.train(episodes) { task, episode in
        if episode % 100 == 0 { sum += toy.masteredShare }
        return layout.place(task).withUnsafeBufferPointer { toy.play($0) }
      }
      return sum * 100 / Double(episodes)
    }
  }

  /// The difference of two means, in standard errors.
  private static func difference(_ one: [Double], _ other: [Double]) -> (difference: Double, error: Double) {
    func moments(_ sample: [Double]) -> (mean: Double, variance: Double) {
      let mean = sample.reduce(0, +) / Double(sample.count)
      let squares = sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, squares / Double(sample.count * (sample.count - 1)))
    }
    let (a, b) = (moments(one), moments(other))
    return (a.mean - b.mean, (a.variance + b.variance).squareRoot())
  }

  @Test(arguments: ["ALP-GMM", "RIAC"])
  func cellsAreLearntAsFastOverAnyKindOfParameter(name: String) throws {
    let plain = try Self.shares(name, Self.box)
    let mixed = try Self.shares(name, try Self.mixed(turn: 0))
    let (difference, error) = Self.difference(mixed, plain)
    #expect(difference > -3 * error)
  }

  /// Six decades, as a log-scaled number and as its logarithm.
  @Test(arguments: ["ALP-GMM", "RIAC", "Random"])
  func aLogScaledNumberIsItsLogarithm(name: String) throws {
    let logarithms = try Layout(space: #require(TaskSpace(low: [-3, -3], high: [3, 3]))) { task in
      task.map { ($0 + 3) / 6 }
    }
    let parameters = try ["a", "b"].map { try Parameter($0, .logNumber, low: 1e-3, high: 1e3) }
    let numbers = Layout(space: try TaskSpace(parameters)) { task in task.map { (log10($0) + 3) / 6 } }
    let (difference, error) = Self.difference(
      try Self.shares(name, numbers), try Self.shares(name, logarithms))
    #expect(abs(difference) <= 3 * error)
  }
}
