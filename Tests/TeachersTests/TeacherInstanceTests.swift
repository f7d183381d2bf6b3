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
