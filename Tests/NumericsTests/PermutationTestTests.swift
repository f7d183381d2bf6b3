import Testing

@testable import Numerics

/// The p-value by going through all subsets.
private func byBruteForce(_ first: [Double], _ second: [Double]) -> Double {
  let all = first + second
  func difference(_ chosen: [Double], _ rest: [Double]) -> Double {
    abs(chosen.reduce(0, +) / Double(chosen.count) - rest.reduce(0, +) / Double(rest.count))
  }
  let observed = difference(first, second)
  var (ways, extreme) = (0, 0)
  for mask in 0..<(1 << all.count) where mask.nonzeroBitCount == first.count {
    ways += 1
    let chosen = all.indices.filter { mask >> $0 & 1 == 1 }.map { all[$0] }
    let rest = all.indices.filter { mask >> $0 & 1 == 0 }.map { all[$0] }
    if difference(chosen, rest) >= observed - 1e-9 { extreme += 1 }
  }
  return Double(extreme) / Double(ways)
}

@Suite struct PermutationTestTests {
  @Test func allDivisionsAreCounted() {
    for (first, second) in [
      ([1, 2, 3], [4, 5, 6]), ([1.5], [1, 2, 2, 3]), ([3, 1, 4, 1, 5], [9, 2, 6, 5, 3, 5]), ([0, 0], [0, 0]),
      ([1e9 + 1, 1e9 + 2, 1e9 + 5], [1e9 + 3, 1e9 + 4]),
    ] as [([Double], [Double])] {
      #expect(abs(permutationTest(first, second, seed: 0) - byBruteForce(first, second)) < 1e-12)
    }
    // Two of the twenty divisions of six different numbers into threes are as extreme as the ordered one.
    #expect(permutationTest([1, 2, 3], [4, 5, 6], seed: 0) == 0.1)
  }

  @Test func drawnDivisionsComeNearAllOfThem() {
    let first = [3.0, 1, 4, 1, 5, 9], second = [2.0, 6, 5, 3, 5, 8]
    let exact = byBruteForce(first, second)
    let drawn = permutationTest(first, second, seed: 1, limit: 500)
    #expect(abs(drawn - exact) < 4 * (exact * (1 - exact) / 500).squareRoot())
    #expect(permutationTest(first, second, seed: 1, limit: 500) == drawn)
  }

  @Test func pValuesOfEqualGroupsAreUniform() {
    var generator = Xoshiro256PlusPlus(seed: 8)
    let values = (0..<400).map { seed in
      permutationTest(
        (0..<5).map { _ in generator.normal() }, (0..<5).map { _ in generator.normal() }, seed: UInt64(seed))
    }
    for level in [0.1, 0.3, 0.7] {
      let share = Double(values.count { $0 <= level }) / 400
      #expect(abs(share - level) < 4 * (level * (1 - level) / 400).squareRoot() + 0.01)
    }
  }
}
