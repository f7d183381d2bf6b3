import Arguments
import Numerics
import Testing

@testable import Teachers

private let learners = ["ALP-GMM", "RIAC", "Covar-GMM"]

@Test(arguments: learners)
func returnsAreRescaledToRewards(name: String) throws {
  let raw = try makeTeacher(name, .unitBox(dimension: 2), ["reward_range": "-150,350"])
  let rescaled = try makeTeacher(name, .unitBox(dimension: 2), ["reward_range": "off"])
  for episode in 0..<700 {
    let task = raw.sample()
    #expect(rescaled.sample() == task)
    let episodeReturn = -300 + 900 * task[0] * Double(episode % 300) / 300
    raw.update(task, episodeReturn)
    rescaled.update(task, min(max((episodeReturn + 150) / 500, 0), 1))
  }
}

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

/// Widths that are powers of two make the mapping exact, so that the two teachers see the same numbers.
@Test(arguments: learners)
func normalizedTeachersWorkInTheUnitBox(name: String) throws {
  let wide = try makeTeacher(name, try space([0, -512], [0.25, 512]), ["normalize": "true"])
  let unit = try makeTeacher(name, .unitBox(dimension: 2))
  for episode in 0..<700 {
    let task = wide.sample()
    let inUnitBox = unit.sample()
    #expect(task == [inUnitBox[0] * 0.25, inUnitBox[1] * 1024 - 512])
    // Where -512 swallows the last bits of a coordinate, both get what is left.
    let seen = [task[0] * 4, (task[1] + 512) / 1024]
    let reward = seen[0] * Double(episode % 300) / 300
    wide.update(task, reward)
    unit.update(seen, reward)
  }
}

@Test func framesBringHugeDimensionsWithinBounds() throws {
  let frame = TaskFrame(try space([-1e300, 0, 1], [1e300, 1e-300, 2]), normalize: false)
  #expect(!frame.isIdentity)
  #expect(frame.inner.low[0] >= -1e100 && frame.inner.high[0] <= 1e100 && frame.inner.high[0] > 1e99)
  #expect(frame.inner.low[1...] == [0, 1] && frame.inner.high[1...] == [1e-300, 2])
  var task = [7.5e299, 5e-301, 1.25]
  var inner = [0.0, 0, 0]
  task.withUnsafeBufferPointer { task in inner.withUnsafeMutableBufferPointer { frame.moveIn(task, to: $0) } }
  inner.withUnsafeMutableBufferPointer { frame.moveOut($0) }
  #expect(inner == task)
  task[0] = 0
  #expect(TaskFrame(.unitBox(dimension: 2), normalize: false).isIdentity)
}
