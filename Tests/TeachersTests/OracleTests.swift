import Arguments
import Numerics
import Tasks
import Testing

@testable import Teachers

/// The bounding box of many samples, which is the window up to 1 %.
private func window(_ teacher: TeacherInstance) -> (low: [Double], high: [Double]) {
  var low = teacher.taskSpace.high
  var high = teacher.taskSpace.low
  for _ in 0..<2000 {
    for (i, x) in teacher.sample().enumerated() {
      low[i] = min(low[i], x)
      high[i] = max(high[i], x)
    }
  }
  return (low, high)
}

private func expectWindow(_ teacher: TeacherInstance, _ low: [Double], _ high: [Double]) {
  let seen = window(teacher)
  for i in low.indices {
    let tolerance = 0.01 * (high[i] - low[i])
    #expect(seen.low[i] >= low[i] - 1e-12 && seen.low[i] < low[i] + tolerance)
    #expect(seen.high[i] <= high[i] + 1e-12 && seen.high[i] > high[i] - tolerance)
  }
}

@Test func theWindowStartsWhereItsStepsComeFrom() throws {
  // Stump Tracks has published steps, 0.1 and -0.2.
  expectWindow(try makePublished([0, 0], [3, 6]), [0, 5], [0.5, 6])
}

private func makePublished(_ low: [Double], _ high: [Double]) throws -> TeacherInstance {
  try makeTeacher(Oracle.self, try space(low, high), seed: 3)
}

@Test func theWindowMovesAfterGoodCollectionsOnly() throws {
  let teacher = try makePublished([0, 0], [3, 6])
  // The mean must be above 230, not at it; raw returns count.
  for _ in 0..<50 { teacher.update([1, 1], 230) }
  expectWindow(teacher, [0, 5], [0.5, 6])
  for i in 0..<50 { teacher.update([1, 1], i < 25 ? 161 : 300) }
  expectWindow(teacher, [0.1, 4.8], [0.6, 5.8])
  // A collection starts anew whether the window moved or not.
  for _ in 0..<49 { teacher.update([1, 1], 1000) }
  expectWindow(teacher, [0.1, 4.8], [0.6, 5.8])
  teacher.update([1, 1], 1000)
  expectWindow(teacher, [0.2, 4.6], [0.7, 5.6])
}

@Test func theWindowEndsAtTheFarCorner() throws {
  let teacher = try makePublished([0, 0], [3, 6])
  for _ in 0..<(50 * 24) { teacher.update([1, 1], 300) }
  // 24 steps of 0.2 from 5; the other has come to its end at 2.5 before.
  expectWindow(teacher, [2.4, 0.2], [2.9, 1.2])
  for _ in 0..<(50 * 10) { teacher.update([1, 1], 300) }
  expectWindow(teacher, [2.5, 0], [3, 1])
}

@Test func thePublishedStepsAreForThePublishedSpacesOnly() throws {
  for (dimension, high) in [(12, 4.0), (10, 6.0)] {
    let zeros = Array(repeating: 0.0, count: dimension)
    let teacher = try makePublished(zeros, zeros.map { _ in high })
    for _ in 0..<50 { teacher.update(zeros, 231) }
    expectWindow(teacher, zeros.map { _ in 0.1 }, zeros.map { _ in 0.1 + high / 6 })
  }
  let message = try errorMessage("Oracle", try space([0, 0], [3, 5]), [])
  #expect(message?.contains("'window_step_vector' is off") == true)
  #expect(message?.contains("for each of the 2 dimensions, as in '0.1,-0.2'") == true)
  let one = try errorMessage("Oracle", try space([0], [3]), [("window_step_vector", "off")])
  #expect(one?.contains("give one number, as in '0.1'") == true)
  let count = try errorMessage("Oracle", try space([0, 0], [3, 5]), [("window_step_vector", "1")])
  #expect(
    count == "option 'window_step_vector' has 1 numbers; it must have one for each of the task space's 2 dimensions")
}

@Test func optionsSetSizeRateAndThreshold() throws {
  let teacher = try makeTeacher(
    "Oracle", try space([-1], [1]),
    ["window_step_vector": "-0.5", "window_fraction": "0.25", "step_rate": "2", "reward_threshold": "-3"])
  expectWindow(teacher, [0.5], [1])
  teacher.update([0], -2.5)
  teacher.update([0], -3)
  expectWindow(teacher, [0], [0.5])
}

@Test func stepsAreInTheTaskSpacesUnitsHoweverLarge() throws {
  let teacher = try makeTeacher(
    "Oracle", try space([0], [1e300]), ["window_step_vector": "1e299", "step_rate": "1", "reward_threshold": "0"])
  teacher.update([0], 1)
  expectWindow(teacher, [1e299], [1e299 + 1e300 / 6])
}

/// Bounds that only look like the published ones once they are laid out are none of them.
@Test func logScaledSpacesHaveNoPublishedSteps() throws {
  let space = try TaskSpace([
    Parameter("a", .logNumber, low: 1, high: 1e3), Parameter("b", .logNumber, low: 1, high: 1e6),
  ])
  #expect(throws: UsageError.self) { try makeTeacher(Oracle.self, space) }
}
