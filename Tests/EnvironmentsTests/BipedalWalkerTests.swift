import Arguments
import Foundation
import Numerics
import Testing

@testable import Environments

@Suite struct BipedalWalkerTests {
  /// What episodes of uniform random actions came to on the published environments.
  private struct RandomEpisodes: Decodable {
    var returns: [Double]
    var lengths: [Double]
    var falls: [Double]
  }

  // The physics engine is another version, so episodes differ one by one.
  @Test(
    arguments: [
      ("bipedal-walker", "bipedal-walker", [:]), ("bipedal-walker-hardcore", "bipedal-walker-hardcore", [:]),
      ("stumps", "parametric-bipedal-walker", ["world": "medium-stumps"]),
    ] as [(String, String, [String: String])])
  func playsAsPublishedUnderRandomActions(recorded: String, name: String, options: [String: String]) throws {
    let all = try JSONDecoder().decode([String: RandomEpisodes].self, from: recordedFile("random_actions.json"))
    let published = try #require(all[recorded])
    let environment = try makeEnvironment(name, options)
    var generator = Xoshiro256PlusPlus(seed: 7)
    var ours = RandomEpisodes(returns: [], lengths: [], falls: [])
    for _ in 0..<100 {
      _ = environment.reset()
      let steps = environment.playRandomly(using: &generator)
      ours.returns.append(steps.reduce(0) { $0 + $1.reward })
      ours.lengths.append(Double(steps.count))
      ours.falls.append(steps.last?.terminated == true ? 1 : 0)
    }
    for (one, other) in [
      (ours.returns, published.returns), (ours.lengths, published.lengths), (ours.falls, published.falls),
    ] {
      // The two-sample Kolmogorov-Smirnov test at a level of 0.001.
      let scale = Double(one.count + other.count) / Double(one.count * other.count)
      #expect(greatestDifference(one, other) < 1.95 * scale.squareRoot())
    }
  }

  /// The greatest difference between two samples' distribution functions.
  private func greatestDifference(_ one: [Double], _ other: [Double]) -> Double {
    (one + other).map { limit in
      let shares = [one, other].map { Double($0.filter { $0 <= limit }.count) / Double($0.count) }
      return abs(shares[0] - shares[1])
    }.max() ?? 0
  }

  @Test(arguments: [("bipedal-walker", 1600), ("bipedal-walker-hardcore", 2000), ("parametric-bipedal-walker", 2000)])
  func endsAsPublished(name: String, limit: Int) throws {
    let environment = try makeEnvironment(name)
    let option = try #require(
      EnvironmentCatalog.all.first { $0.name == name }?.options.first { $0.name == "max_episode_steps" })
    #expect(option.defaultText == "\(limit)")
    #expect(environment.observationSize == 24 && environment.actionSize == 4)
    // Without torque the walker sinks down and sits, or falls; standing it is cut off at the limit.
    let cut = try makeEnvironment(name, ["max_episode_steps": "3"])
    _ = cut.reset()
    let steps = (0..<3).map { _ in cut.step([0, 0, 0, 0]) }
    #expect(steps.map(\.truncated) == [false, false, true] && !steps[2].terminated)
  }

  @Test func hardcoreIsAnOptionToo() throws {
    let (option, own) = (
      try makeEnvironment("bipedal-walker", ["hardcore": "true"], seed: 5),
      try makeEnvironment("bipedal-walker-hardcore", seed: 5)
    )
    #expect(option.reset() == own.reset() && option.drawing() == own.drawing())
    #expect(try makeEnvironment("bipedal-walker", seed: 5).drawing() == nil)
    for kind in ["bipedal-walker", "bipedal-walker-hardcore"] {
      let environment = try makeEnvironment(kind)
      #expect(environment.space.taskSpace == nil && environment.testSet().isEmpty)
      #expect(environment.returns.mastered == 300)
    }
  }

  // A level is a seed: it is the same episode whatever was played before, and what follows stays as it was.
  @Test func levelsLeaveTheSequenceAlone() throws {
    let (one, other) = (try makeEnvironment("bipedal-walker", seed: 3), try makeEnvironment("bipedal-walker", seed: 3))
    _ = (one.reset(), other.reset())
    let level = one.reset(seed: 11)
    #expect(try makeEnvironment("bipedal-walker", seed: 11).reset() == level)
    #expect(one.reset() == other.reset())
  }
}
