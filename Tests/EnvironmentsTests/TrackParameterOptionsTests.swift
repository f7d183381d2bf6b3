import Arguments
import Numerics
import Testing

@testable import Environments

@Suite struct TrackParameterOptionsTests {
  @Test func boundsAreThoseOfTheOptions() throws {
    let stumps = try makeEnvironment([
      "min_stump_height": "0.5", "max_stump_height": "2", "min_obstacle_spacing": "1.5",
    ])
    #expect(stumps.space.taskSpace?.low == [0.5, 1.5] && stumps.space.taskSpace?.high == [2, 6])
    let shapes = try makeEnvironment("hexagon-tracks", ["min_poly_shape": "1"])
    #expect(shapes.space.taskSpace?.low == [Double](repeating: 1, count: 12))
    let settable = try #require(shapes.space.settable.first)
    #expect(settable.numbers.allSatisfy { $0.low == 1 && $0.high == 4 })
  }

  // NumPy's uniform(low, high) is low + (high - low) * u: the published set, moved; stumps are tested from 0 to 3 anyway.
  @Test func testSetsStartAtTheLowerBounds() throws {
    let published = try makeEnvironment().testSet()
    let moved = try makeEnvironment(["min_stump_height": "1", "min_obstacle_spacing": "2"]).testSet()
    for i in stride(from: 0, to: published.count, by: 2) {
      #expect(moved[i] == published[i] && abs(moved[i + 1] - (2 + published[i + 1] * 4 / 6)) < 1e-12)
    }
  }

  // The track depends on the task alone, not on the bounds around it.
  @Test func lowerBoundsChangeNoEpisode() throws {
    let (plain, bounded) = (try makeEnvironment(), try makeEnvironment(["min_stump_height": "1"]))
    var generator = Xoshiro256PlusPlus(seed: 3)
    for environment in [plain, bounded] { environment.setTask([1.5, 2]) }
    #expect(plain.reset() == bounded.reset())
    for _ in 0..<50 where plain.canStep {
      let action = randomAction(count: 4, using: &generator)
      #expect(plain.step(action) == bounded.step(action))
    }
  }

  @Test(arguments: [
    (["min_stump_height": "3"], ["'min_stump_height' is 3", "'max_stump_height' is 3"]),
    (["min_stump_height": "2", "max_stump_height": "1.5"], ["'min_stump_height' is 2", "'max_stump_height' is 1.5"]),
    (["min_stump_height": "1", "max_stump_height": "off"], ["'min_stump_height'", "'max_stump_height' is off"]),
  ])
  func refusesLowerBoundsWithoutUpperOnesAbove(options: [String: String], names: [String]) throws {
    let error = try #require(throws: UsageError.self) { try makeEnvironment(options) }
    for name in names { #expect(error.message.contains(name)) }
  }

  // Of a slope from -1 to 2: the least is the default, no number below it is accepted, and off means all of the range.
  @Test func boundsNeedNotStartAtZero() throws {
    let slope = TrackParameter(
      TrackParameter.Part(TrackParameter.Number("slope", "mean slope"), from: -1, limit: 2, off: "none"))
    let options = TrackParameterOptions(slope, upTo: 1.5)
    let bounded = try options.bounded(by: OptionValues())
    #expect(bounded.parts.map { $0.map { [$0.low, $0.high] } } == [[[-1, 1.5]]] && bounded.boundedCount == 1)
    let off = try options.bounded(
      by: OptionValues([("max_slope", "off")], for: "slopes", allowing: options.descriptions))
    #expect(off.parts[0].map { [$0.low, $0.high] } == [[-1, 2]] && off.boundedCount == 0)
    let values = try OptionValues([("min_slope", "-0.5")], for: "slopes", allowing: options.descriptions)
    #expect(try options.bounded(by: values).parts[0][0].low == -0.5)
    #expect(throws: UsageError.self) {
      try OptionValues([("min_slope", "-1.5")], for: "slopes", allowing: options.descriptions)
    }
  }
}
