import Numerics
import Testing

@Suite struct SplitMix64Tests {
  // From the published C program.
  @Test func givesThePublishedNumbers() {
    var generator = SplitMix64(state: 1_234_567)
    let published: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    for number in published { #expect(generator.next() == number) }
    var zero = SplitMix64(state: 0)
    #expect(zero.next() == 0xE220_A839_7B1D_CDAF)
  }
}
