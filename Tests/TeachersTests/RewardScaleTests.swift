import Arguments
import Testing

@testable import Teachers

private func rewardScale(_ range: String) throws -> RewardScale {
  try RewardScale(
    OptionValues([("reward_range", range)], for: "RIAC", allowing: CommonOptions.descriptions))
}

@Test func rewardScaleIsLinearAndClamped() throws {
  let scale = try rewardScale("-150,350")
  #expect(scale.reward(-150) == 0 && scale.reward(350) == 1 && scale.reward(100) == 0.5)
  #expect(scale.reward(-1e308) == 0 && scale.reward(1e308) == 1)
  for raw in [RewardScale(), try rewardScale("off"), try rewardScale("auto")] {
    #expect(raw.reward(-7.25) == -7.25 && raw.reward(1e200) == 1e100 && raw.reward(-1e200) == -1e100)
  }
}

@Test(arguments: ["350,-150", "1,1"])
func rewardRangesMustAscend(range: String) throws {
  let message = try errorMessage("RIAC", .unitBox(dimension: 1), [("reward_range", range)])
  #expect(message?.contains("'reward_range'") == true)
  #expect(message?.contains("the lower one first") == true)
}
