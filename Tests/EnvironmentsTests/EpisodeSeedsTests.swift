import Numerics
import Testing

@testable import Environments

@Suite struct EpisodeSeedsTests {
  @Test func generatorsAreAllDifferent() {
    var seen: Set<UInt64> = []
    for seed in 0..<100 {
      var seeds = EpisodeSeeds(seed: UInt64(seed))
      for _ in 0..<100 {
        var generator = seeds.next()
        // Were states shared or shifted, some of the first numbers would come twice.
        for _ in 0..<4 { seen.insert(generator.next()) }
      }
    }
    #expect(seen.count == 40_000)
  }

  // Neighbouring seeds and episodes: on average half of the bits differ.
  @Test func neighborsAreUnrelated() {
    var differing = 0
    for seed in 0..<500 {
      var (seeds, neighbor) = (EpisodeSeeds(seed: UInt64(seed)), EpisodeSeeds(seed: UInt64(seed) + 1))
      var (first, second, other) = (seeds.next(), seeds.next(), neighbor.next())
      let number = first.next()
      differing += (number ^ second.next()).nonzeroBitCount + (number ^ other.next()).nonzeroBitCount
    }
    // 64,000 fair coins, five standard deviations.
    #expect(abs(differing - 32_000) < 5 * 127)
  }
}
