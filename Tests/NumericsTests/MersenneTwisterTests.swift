import Numerics
import Testing

@Suite struct MersenneTwisterTests {
  // The C++ standard gives the 10,000th number for its mt19937, which starts at 5489.
  @Test func givesTheStandardsNumber() {
    var generator = MersenneTwister(seed: 5489)
    #expect(generator.next() == 3_499_211_612)
    for _ in 1..<9999 { _ = generator.next() }
    #expect(generator.next() == 4_123_659_995)
  }

  // numpy.random.RandomState(4222).random_sample(2000), the first three and the last.
  @Test func givesNumPysUniformNumbers() {
    var generator = MersenneTwister(seed: 4222)
    #expect(generator.uniform() == 0.10404923748399375)
    #expect(generator.uniform() == 0.6434979157484004)
    #expect(generator.uniform() == 0.7872459116962867)
    for _ in 3..<1999 { _ = generator.uniform() }
    #expect(generator.uniform() == 0.6575735572041341)
  }

  // numpy.random.RandomState(0).uniform(-2, 3), twice.
  @Test func givesNumPysRanges() {
    var generator = MersenneTwister(seed: 0)
    #expect(generator.uniform(from: -2, to: 3) == 0.7440675196366238)
    #expect(generator.uniform(from: -2, to: 3) == 1.5759468318620975)
  }
}
