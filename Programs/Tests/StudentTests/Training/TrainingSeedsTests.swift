import Testing

@testable import Student

@Suite struct TrainingSeedsTests {
  /// The first outputs of SplitMix64 from 1234567, as Vigna's reference implementation prints them.
  @Test func areTheOutputsOfSplitMix64() {
    let seeds = TrainingSeeds(run: 1_234_567)
    #expect(seeds.teacher == 6_457_827_717_110_365_317)
    #expect(seeds.trainingEnvironment == 3_203_168_211_198_807_973)
    #expect(seeds.testEnvironment == 9_817_491_932_198_370_423)
    #expect(seeds.student == 4_593_380_528_125_082_431)
    #expect(seeds.randomActions == 16_408_922_859_458_223_821)
  }

  @Test func episodesHaveSeedsOfTheSameKind() {
    let seeds = TrainingSeeds(run: 3)
    var stream = SplitMix64(state: seeds.trainingEnvironment)
    for episode in 0..<100 { #expect(seeds.environment(ofEpisode: episode) == stream.next()) }
  }

  @Test func differBetweenNeighbouringRuns() {
    let all = (0..<100 as Range<UInt64>).map(TrainingSeeds.init(run:)).flatMap {
      [$0.teacher, $0.trainingEnvironment, $0.testEnvironment, $0.student, $0.randomActions]
    }
    #expect(Set(all).count == 500)
  }
}
