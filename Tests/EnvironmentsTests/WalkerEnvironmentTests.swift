import Arguments
import Foundation
import Numerics
import Testing

@testable import Environments

@Suite struct WalkerEnvironmentTests {
  /// One episode's numbers, all of them.
  private func episode(of environment: any Environment, actionSeed: UInt64 = 9) -> [Played] {
    var generator = Xoshiro256PlusPlus(seed: actionSeed)
    let first = Played(observation: environment.reset(), reward: 0, terminated: false, truncated: false)
    return [first] + environment.playRandomly(using: &generator)
  }

  @Test(arguments: Body.all)
  func sameSeedSameBits(body: Body) throws {
    let options = ["walker": body.name, "max_episode_steps": "200"]
    let (one, other) = (try makeEnvironment(options, seed: 3), try makeEnvironment(options, seed: 3))
    for task in [[1.5, 2], [0, 0], [3, 6]] {
      one.setTask(task)
      other.setTask(task)
      #expect(episode(of: one) == episode(of: other))
    }
  }

  @Test func differentSeedsAndEpisodesDiffer() throws {
    let environments = try [0, 1, 2, 1 << 32, 1 << 63, .max].map { try makeEnvironment(seed: $0) }
    let first = environments.map { episode(of: $0)[0].observation }
    let second = environments.map { episode(of: $0)[0].observation }
    #expect(Set(first + second).count == 12)
  }

  @Test func anEpisodeDoesNotDependOnWhatWasPlayedBefore() throws {
    let busy = try makeEnvironment(seed: 8)
    busy.setTask([2.5, 1])
    for seed in 0..<3 { _ = episode(of: busy, actionSeed: UInt64(seed)) }
    let idle = try makeEnvironment(seed: 8)
    for _ in 0..<3 { _ = idle.reset() }
    for environment in [busy, idle] { environment.setTask([0.5, 2]) }
    #expect(episode(of: busy) == episode(of: idle))
  }

  @Test func seedingStartsAnew() throws {
    let environment = try makeEnvironment(seed: 1)
    environment.setTask([1, 3])
    for _ in 0..<2 { _ = episode(of: environment) }
    environment.seed(77)
    let fresh = try makeEnvironment(seed: 77)
    fresh.setTask([1, 3])
    #expect(episode(of: environment) == episode(of: fresh))
  }

  // The episode of a level: what a reset right after seeding starts, and nothing else changes.
  @Test func anEpisodeCanHaveASeedOfItsOwn() throws {
    let (level, seeded) = (try makeEnvironment(seed: 1), try makeEnvironment(seed: 2))
    for environment in [level, seeded] { environment.setTask([1, 3]) }
    seeded.seed(77)
    let expected = seeded.reset()
    let undisturbed = try makeEnvironment(seed: 1)
    undisturbed.setTask([1, 3])
    for _ in 0..<3 {
      #expect(level.reset(seed: 77) == expected)
      #expect(level.reset() == undisturbed.reset())
    }
    _ = level.reset(seed: 77)
    for _ in 0..<20 { #expect(level.step([1, -1, 0.5, 0]) == seeded.step([1, -1, 0.5, 0])) }
  }

  @Test func seedingLeavesTheRunningEpisodeAlone() throws {
    let (seeded, other) = (try makeEnvironment(seed: 1), try makeEnvironment(seed: 1))
    for environment in [seeded, other] { _ = environment.reset() }
    seeded.seed(2)
    seeded.setTask([3, 0])
    for _ in 0..<20 { #expect(seeded.step([1, -1, 0.5, 0]) == other.step([1, -1, 0.5, 0])) }
  }

  @Test func threadsDoNotInfluenceEachOther() async throws {
    let expected = episode(of: try makeEnvironment(["max_episode_steps": "150"], seed: 4))
    try await withThrowingTaskGroup(of: [Played].self) { group in
      for _ in 0..<8 {
        group.addTask {
          let environment = try makeEnvironment(["max_episode_steps": "150"], seed: 4)
          return self.episode(of: environment)
        }
      }
      for try await played in group { #expect(played == expected) }
    }
  }

  @Test func stepsOnlyWithinAnEpisode() throws {
    let environment = try makeEnvironment(["max_episode_steps": "2"])
    #expect(!environment.canStep)
    _ = environment.reset()
    #expect(environment.canStep)
    _ = environment.step([0, 0, 0, 0])
    #expect(environment.canStep)
    _ = environment.step([0, 0, 0, 0])
    #expect(!environment.canStep)
    _ = environment.reset()
    #expect(environment.canStep)
  }

  // What the last ray of the short walker sees at the start: nothing on flat ground, a stump of 0.5 steps as recorded.
  @Test func isFlatUntilATaskIsSet() throws {
    let environment = try makeEnvironment(["walker": "short", "track_noise": "0", "initial_push": "0"])
    #expect(environment.reset().last == 1)
    try environment.setParameter("obstacle_spacing", to: [3])
    #expect(environment.reset().last == 1)
    try environment.setParameter("stump_height", to: [0.5])
    let ray = try #require(environment.reset().last)
    #expect(abs(ray - 0.8973058) < 1e-5)
  }

  @Test func aParameterAloneIsAsGoodAsATask() throws {
    let (whole, parts) = (try makeEnvironment(), try makeEnvironment())
    whole.setTask([2, 1.5])
    try parts.setParameter("obstacle_spacing", to: [1.5])
    try parts.setParameter("stump_height", to: [2])
    #expect(episode(of: whole) == episode(of: parts))
  }

  @Test func knowsThePublishedTestSet() throws {
    let tasks = try makeEnvironment().testSet()
    #expect(tasks.count == 100)
    #expect(tasks.prefix(4) == [0.31214771245198125, 3.8609874944904026, 2.3617377350888598, 2.805407480325575])
    #expect(tasks.suffix(2) == [0.26663973253411444, 5.761371523299009])
    // Stumps are tested up to 3 whatever the training range; without them, the spacings take the draws.
    #expect(try makeEnvironment(["max_stump_height": "1"]).testSet() == tasks)
    let spacings = try makeEnvironment(["max_stump_height": "off"]).testSet()
    #expect(spacings.count == 50 && abs(spacings[1] - 3.8609874944904026) < 1e-12)
    #expect(try makeEnvironment(["max_stump_height": "off", "max_obstacle_spacing": "off"]).testSet() == [])
  }

  @Test(arguments: ["stump-tracks", "hexagon-tracks", "stump-sequence"])
  func testSetIsThePublishedOne(name: String) throws {
    let published = try JSONDecoder().decode([[Double]].self, from: recordedFile("TestSets/\(name).json"))
    #expect(try makeEnvironment(name).testSet() == published.flatMap { $0 })
  }

  // One seed, one task, every kind of obstacle: the same bits after other episodes as without.
  @Test(arguments: ["hexagon-tracks", "stump-sequence", "walker-tracks"], Body.all)
  func everyTrackRepeats(name: String, walker: Body) throws {
    var options = ["walker": walker.name, "max_episode_steps": "120"]
    if name == "walker-tracks" {
      options["max_stump_height"] = "3"
      options["max_stump_width"] = "2"
      options["max_stump_rot"] = "1"
      options["max_stump_rot_deviation"] = "1"
      options["max_obstacle_spacing"] = "6"
      options["max_roughness"] = "1"
      options["max_poly_shape"] = "4"
      options["max_stump_seq"] = "6"
    }
    let (busy, idle) = (try makeEnvironment(name, options, seed: 8), try makeEnvironment(name, options, seed: 8))
    let tasks = busy.testSet()
    let dimension = try #require(busy.space.taskSpace?.dimension)
    let (low, high) = (busy.observationLow, busy.observationHigh)
    for i in 0..<3 {
      busy.setTask(Array(tasks[(i * dimension)..<((i + 1) * dimension)]))
      for played in episode(of: busy, actionSeed: UInt64(i)) {
        for (j, number) in played.observation.enumerated() { #expect(number >= low[j] && number <= high[j]) }
      }
      _ = idle.reset()
    }
    for environment in [busy, idle] { environment.setTask(Array(tasks.suffix(dimension))) }
    #expect(episode(of: busy) == episode(of: idle))
  }

  @Test func anyParameterCanBeSetOnWalkerTracks() throws {
    let tracks = try makeEnvironment("walker-tracks", seed: 2)
    #expect(tracks.space.taskSpace == nil && tracks.coordinateNames == [])
    let names = tracks.space.settable.map(\.name)
    // In the order of a task, which further ones must leave as it is.
    #expect(
      names.starts(with: [
        "stump_height", "stump_width", "stump_width_deviation", "stump_rot", "stump_rot_deviation", "obstacle_spacing",
        "roughness", "poly_shape", "stump_seq",
      ]))
    #expect(
      tracks.space.settable.map(\.counts).starts(with: [[1], [1, 2], [1], [1, 2], [1], [1], [1], [12], [10]]))
    // What stump tracks do, and back to flat ground.
    try tracks.setParameter("stump_height", to: [2])
    try tracks.setParameter("obstacle_spacing", to: [3])
    let stumps = try makeEnvironment(seed: 2)
    stumps.setTask([2, 3])
    #expect(episode(of: tracks) == episode(of: stumps))
    for name in names { try tracks.setParameter(name, to: []) }
    tracks.seed(4)
    let untouched = episode(of: try makeEnvironment("hexagon-tracks", seed: 4))
    #expect(episode(of: tracks) == untouched)
  }

  @Test func aTaskIsThePartsThatAreOn() throws {
    let options = [
      "max_stump_width": "2", "max_stump_rot": "1", "max_stump_rot_deviation": "0.5", "max_roughness": "1",
    ]
    let tracks = try makeEnvironment("walker-tracks", options)
    #expect(tracks.coordinateNames == ["stump_width", "stump_rot", "stump_rot_deviation", "roughness"])
    #expect(tracks.space.taskSpace?.low == [0, 0, 0, 0] && tracks.space.taskSpace?.high == [2, 1, 0.5, 1])
    #expect(throws: UsageError.self) { try makeEnvironment("walker-tracks", ["max_stump_rot_deviation": "1"]) }
  }

  // The deviation by its own name is the second number of the mean's.
  @Test(arguments: ["stump_width", "stump_rot"])
  func aDeviationCanBeSetAlone(name: String) throws {
    let (together, apart) = (try makeEnvironment("walker-tracks"), try makeEnvironment("walker-tracks"))
    for tracks in [together, apart] { try tracks.setParameter("stump_height", to: [1]) }
    try together.setParameter(name, to: [1, 0.5])
    #expect(throws: UsageError.self) { try apart.setParameter("\(name)_deviation", to: [0.5]) }
    try apart.setParameter(name, to: [1])
    let usual = episode(of: apart)
    apart.seed(1)
    try apart.setParameter("\(name)_deviation", to: [0.5])
    #expect(episode(of: apart) == episode(of: together))
    apart.seed(1)
    try apart.setParameter("\(name)_deviation", to: [])
    #expect(episode(of: apart) == usual)
  }

  @Test func roughGroundCanBeFixed() throws {
    let (fixed, set) = (try makeEnvironment(["roughness": "1"]), try makeEnvironment("walker-tracks"))
    try set.setParameter("roughness", to: [1])
    let (rough, flat) = (episode(of: fixed), episode(of: try makeEnvironment()))
    #expect(rough == episode(of: set) && rough != flat)
  }

  // Shares of falls, and median lengths, of the published implementation under uniformly random actions; 200 episodes.
  @Test(arguments: [
    (Body.short, [0.2, 3], 1.0, 50.0), (.short, [2.5, 6], 1.0, 50.0), (.default, [0.2, 3], 0.73, 83.0),
  ])
  func randomActionsFareAsPublished(body: Body, task: [Double], falls: Double, medianLength: Double) throws {
    let environment = try makeEnvironment(["walker": body.name], seed: 5)
    environment.setTask(task)
    var generator = Xoshiro256PlusPlus(seed: 6)
    let count = 100
    var fallCount = 0
    var lengths: [Int] = []
    for _ in 0..<count {
      _ = environment.reset()
      let steps = environment.playRandomly(using: &generator)
      lengths.append(steps.count)
      if steps.last?.terminated == true { fallCount += 1 }
    }
    #expect(abs(Double(fallCount) / Double(count) - falls) < 0.1)
    #expect(abs(Double(lengths.sorted()[count / 2]) - medianLength) < 0.2 * medianLength)
  }
}
