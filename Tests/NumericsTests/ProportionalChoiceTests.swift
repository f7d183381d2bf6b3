import Testing

@testable import Numerics

@Test(arguments: weightCases)
func proportionalChoiceFollowsTheWeights(weights: [Double]) {
  var generator = Xoshiro256PlusPlus(seed: 1)
  var counts = Array(repeating: 0, count: weights.count)
  for _ in 0..<20_000 {
    counts[weights.withUnsafeBufferPointer { proportionalChoice($0, using: &generator) }] += 1
  }
  #expect(agree(counts, weights))
}
