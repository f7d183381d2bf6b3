import Arguments
import Numerics
import Testing

@testable import Environments

@Suite struct ToyEnvironmentTests {
  private func makeToy(_ options: [String: Int] = [:]) throws -> ToyEnvironment {
    let pairs = options.map { (name: $0.key, value: "\($0.value)") }
    return try ToyEnvironment(
      options: OptionValues(pairs, for: ToyEnvironment.name, allowing: ToyEnvironment.options))
  }

  @Test func learnsTheOriginFromTheStart() throws {
    var toy = try makeToy()
    #expect(toy.taskDimension == 2 && toy.competences.count == 100)
    for episode in 1...110 {
      #expect(toy.play([0.05, 0.0999]) == Double(min(episode, 100)) / 100)
      // Mastered above 75.
      #expect(toy.masteredShare == (episode >= 76 ? 1 : 0))
    }
  }

  @Test func learnsANeighborOnceTheCellIsAt75() throws {
    var toy = try makeToy()
    for episode in 1...75 {
      #expect(toy.play([0.15, 0.1]) == 0)
      #expect(toy.play([0, 0]) == Double(episode) / 100)
    }
    // Across the corner and along the edges, but no further.
    #expect(toy.play([0.15, 0.1]) == 0.01)
    #expect(toy.play([0, 0.1]) == 0.01)
    #expect(toy.play([0.1, 0]) == 0.01)
    #expect(toy.play([0.2, 0]) == 0)
    #expect(toy.play([0.2, 0.2]) == 0)
    #expect(toy.competences[11] == 1 && toy.competences[1] == 1 && toy.competences[10] == 1)
  }

  @Test func theLastCellHoldsTheBound() throws {
    var toy = try makeToy(["nb_dims": 1, "nb_cubes": 3])
    for cell in [0.0, 0.5, 1] { for _ in 0..<100 { _ = toy.play([cell]) } }
    #expect(toy.competences == [100, 100, 100] && toy.masteredShare == 100)
  }

  @Test func irrelevantDimensionsDoNotMatter() throws {
    var toy = try makeToy(["nb_dims": 2, "irrelevant_dims": 3])
    #expect(toy.taskDimension == 5 && toy.competences.count == 100)
    #expect(toy.play([0, 0, 0.9, 0.5, 1]) == 0.01)
    #expect(toy.play([0, 0, 0.1, 0, 0]) == 0.02)
  }

  // The rule read literally, cell by cell, on small toys that are learnt to the end.
  @Test(arguments: [[1, 4], [2, 3], [3, 2], [4, 2]])
  func agreesWithTheRuleReadLiterally(shape: [Int]) throws {
    let (dimensions, cubes) = (shape[0], shape[1])
    var toy = try makeToy(["nb_dims": dimensions, "nb_cubes": cubes])
    var competences: [[Int]: Int] = [:]
    var generator = Xoshiro256PlusPlus(seed: 1)
    for _ in 0..<15_000 {
      let task = (0..<dimensions).map { _ in generator.uniform() }
      let cell = task.map { Int($0 * Double(cubes)) }
      let isLearnable =
        cell.allSatisfy { $0 == 0 }
        || competences.contains { other, competence in
          other != cell && competence >= 75 && zip(cell, other).allSatisfy { $0 - $1 == 0 || $0 - $1 == 1 }
        }
      if isLearnable { competences[cell] = min(competences[cell, default: 0] + 1, 100) }
      #expect(toy.play(task) == Double(competences[cell, default: 0]) / 100)
    }
    let mastered = competences.values.filter { $0 > 75 }.count
    #expect(mastered > 1)
    #expect(toy.masteredShare == 100 * Double(mastered) / Double(toy.competences.count))
  }

  // Published curves of the teacher Random in two dimensions: 4.23 % of the cells (30 seeds, deviation 0.5) after
  // 20,000 episodes, 0.8 % after 8,000.
  @Test func uniformTasksTeachAsPublished() throws {
    var after8000 = 0.0
    var after20000 = 0.0
    for seed in 0..<30 {
      var toy = try makeToy()
      var generator = Xoshiro256PlusPlus(seed: UInt64(seed))
      for episode in 1...20_000 {
        _ = toy.play([generator.uniform(), generator.uniform()])
        if episode == 8000 { after8000 += toy.masteredShare / 30 }
      }
      after20000 += toy.masteredShare / 30
    }
    #expect(abs(after8000 - 0.8) < 0.25)
    #expect(abs(after20000 - 4.2333) < 0.4)
  }

  @Test func staysWithinMemory() throws {
    #expect(try makeToy(["nb_dims": 1, "nb_cubes": 10_000_000]).competences.count == 10_000_000)
    #expect(try makeToy(["nb_dims": 16, "nb_cubes": 2]).competences.count == 65_536)
    #expect(try makeToy(["nb_dims": 16, "nb_cubes": 1]).competences.count == 1)
    let error = try #require(throws: UsageError.self) { try makeToy(["nb_dims": 4, "nb_cubes": 57]) }
    #expect(error.kind == .invalidArgument && error.message.contains("'nb_cubes' must be at most 56"))
    #expect(throws: UsageError.self) { try makeToy(["nb_dims": 16, "nb_cubes": 10_000_000]) }
    #expect(throws: UsageError.self) { try makeToy(["nb_dims": 17]) }
  }
}

extension ToyEnvironment {
  fileprivate mutating func play(_ task: [Double]) -> Double { task.withUnsafeBufferPointer { play($0) } }
}
