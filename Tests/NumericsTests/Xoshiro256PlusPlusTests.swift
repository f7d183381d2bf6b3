import Testing

@testable import Numerics

@Suite struct Xoshiro256PlusPlusTests {
  // From the authors' C program.
  @Test func givesTheAuthorsNumbers() throws {
    var generator = try #require(Xoshiro256PlusPlus(words: (1, 2, 3, 4)))
    let published: [UInt64] = [
      41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386, 9_228_616_714_210_784_205,
      9_973_669_472_204_895_162, 14_011_001_112_246_962_877, 12_406_186_145_184_390_807, 15_849_039_046_786_891_736,
      10_450_023_813_501_588_000,
    ]
    for number in published { #expect(generator.next() == number) }
    for _ in 10..<999 { _ = generator.next() }
    #expect(generator.next() == 1_045_639_946_057_077_588)
  }

  // The same program, its state spread from 42 by the authors' SplitMix64.
  @Test func spreadsItsSeed() {
    var generator = Xoshiro256PlusPlus(seed: 42)
    #expect(generator.next() == 15_021_278_609_987_233_951)
    #expect(generator.next() == 5_881_210_131_331_364_753)
  }

  @Test func refusesTheStateThatNeverChanges() {
    #expect(Xoshiro256PlusPlus(words: (0, 0, 0, 0)) == nil)
    #expect(Xoshiro256PlusPlus(words: (0, 0, 0, 1)) != nil)
  }

  @Test func equalsItsEqualsOnly() {
    var generator = Xoshiro256PlusPlus(seed: 0)
    let copy = generator
    #expect(generator == copy && generator != Xoshiro256PlusPlus(seed: 1))
    _ = generator.next()
    #expect(generator != copy)
  }
}
