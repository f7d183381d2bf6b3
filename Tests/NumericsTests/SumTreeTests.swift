import Testing

@testable import Numerics

@Test(arguments: weightCases)
func sumTreesFollowTheWeights(weights: [Double]) {
  var tree = SumTree()
  for _ in weights { tree.append(7) }
  for (i, weight) in weights.enumerated() { tree[i] = weight }
  var generator = Xoshiro256PlusPlus(seed: 2)
  var counts = Array(repeating: 0, count: weights.count)
  for _ in 0..<20_000 { counts[tree.choose(using: &generator)] += 1 }
  #expect(agree(counts, weights))
  // The sums depend on the weights alone.
  var other = SumTree()
  for weight in weights { other.append(weight) }
  #expect(tree == other)
}
