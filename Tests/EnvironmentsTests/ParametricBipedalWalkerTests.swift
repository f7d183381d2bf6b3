import Arguments
import Numerics
import Testing

@testable import Environments

@Suite struct ParametricBipedalWalkerTests {
  private let name = "parametric-bipedal-walker"

  @Test func tasksHaveThePublishedRanges() throws {
    let full = try #require(try makeEnvironment(name).space.taskSpace)
    #expect(full.low == [0, 0, 0, 0, 0, 0, 0, 1] && full.high == [10, 10, 10, 5, 5, 5, 5, 9])
    #expect(full.parameters.map(\.kind).suffix(2) == [.number, .integer])
    let easy = try #require(try makeEnvironment(name, ["ranges": "easy"]).space.taskSpace)
    #expect(easy.low == full.low && easy.high == [0.6, 0.8, 0.8, 0.4, 0.4, 0.4, 0.4, 1])
    let five = try #require(try makeEnvironment(name, ["parameters": "five"]).space.taskSpace)
    #expect(five.high == [10, 10, 10, 5, 5])
  }

  @Test func aTaskAndASeedAreATrack() throws {
    let (one, other) = (try makeEnvironment(name, seed: 1), try makeEnvironment(name, seed: 2))
    let task: [Double] = [2, 1, 5, 0.5, 2.5, 0.5, 2.5, 5]
    one.setTask([0, 0, 0, 0, 0, 0, 0, 1])
    _ = (one.reset(), one.reset())
    for environment in [one, other] { environment.setTask(task) }
    #expect(one.reset(seed: 9) == other.reset(seed: 9) && one.drawing() == other.drawing())
    _ = other.reset(seed: 10)
    #expect(one.drawing() != other.drawing())
  }

  @Test func worldsAreTheirTasks() throws {
    for world in PublishedWorld.all {
      let fixed = try makeEnvironment(name, ["world": world.name])
      #expect(fixed.space.taskSpace == nil && fixed.testSet().isEmpty)
      guard let task = world.task else { continue }
      let free = try makeEnvironment(name)
      free.setTask(task)
      #expect(fixed.reset() == free.reset() && fixed.drawing() == free.drawing())
    }
    let unset = try makeEnvironment(name)
    #expect(try makeEnvironment(name, ["world": "flat"]).reset() == unset.reset())
  }

  @Test func testsOnWhatTasksReach() throws {
    let eight = try makeEnvironment(name)
    let space = try #require(eight.space.taskSpace)
    let rows = stride(from: 0, to: eight.testSet().count, by: 8).map { Array(eight.testSet()[$0..<($0 + 8)]) }
    #expect(rows.count == 9)
    for row in rows { #expect(zip(row, space.parameters).allSatisfy { $1.low <= $0 && $0 <= $1.high }) }
    // Without stairs two worlds fewer.
    #expect(try makeEnvironment(name, ["parameters": "five"]).testSet().count == 7 * 5)
  }

  @Test(arguments: [("world", "high"), ("world", ""), ("parameters", "6"), ("ranges", "hard"), ("roughness", "1")])
  func refusesWhatIsNot(option: String, value: String) {
    #expect(throws: UsageError.self) { try makeEnvironment(name, [option: value]) }
  }
}
