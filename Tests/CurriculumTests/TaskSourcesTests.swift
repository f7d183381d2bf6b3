import Numerics
import Tasks
import Teachers
import Testing

@testable import Curriculum

@Suite struct TaskSourcesTests {
  private func sources(_ shares: [Double]) -> TaskSources {
    TaskSources(shares.map { _ in ScriptedTeacher() }, shares: shares)
  }

  /// How often each of them is chosen.
  private func counts(_ sources: TaskSources, draws: Int, seed: UInt64 = 1) -> [Double] {
    var generator = Xoshiro256PlusPlus(seed: seed)
    var counts = [Double](repeating: 0, count: sources.teachers.count)
    for _ in 0..<draws { counts[sources.choose(using: &generator)] += 1 }
    return counts
  }

  // Within four standard deviations of a binomial distribution.
  @Test(arguments: [[1.0, 1], [1, 3], [2, 0, 1, 5], [0, 1e-3, 2e-3, 0]])
  func choosesAsOftenAsTheSharesSay(shares: [Double]) {
    let draws = 10_000
    let total = shares.reduce(0, +)
    for (count, share) in zip(counts(sources(shares), draws: draws), shares) {
      let p = share / total
      let expected = p * Double(draws)
      #expect(abs(count - expected) <= 4 * (expected * (1 - p)).squareRoot())
    }
  }

  @Test func sharesMayBeAsLargeAsNumbersGet() {
    let huge = Double.greatestFiniteMagnitude
    #expect(counts(sources([huge, huge, huge]), draws: 999) == counts(sources([1, 1, 1]), draws: 999))
  }

  @Test func drawsNothingForOneTeacher() {
    var generator = Xoshiro256PlusPlus(seed: 4)
    var untouched = generator
    #expect(sources([2]).choose(using: &generator) == 0)
    #expect(generator.next() == untouched.next())
  }
}
