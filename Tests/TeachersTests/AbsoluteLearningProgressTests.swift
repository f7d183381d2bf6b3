import Testing

@testable import Teachers

@Test func progressIsTheDifferenceFromTheNearestTask() {
  var progress = AbsoluteLearningProgress(dimension: 1, memory: nil)
  func update(_ task: Double, _ reward: Double) -> Double {
    abs(reward - [task].withUnsafeBufferPointer { progress.update(task: $0, reward: reward) })
  }
  // Until more than five tasks are stored, 0.
  for i in 0..<6 { #expect(update(Double(i), Double(i) * 10) == 0) }
  #expect(update(2.2, 23) == 3)
  #expect(update(2.3, 20) == 3)
  #expect(update(4.9, -50) == 100)
  // 3.5 lies between 3 and 4, equally far: the newer counts.
  #expect(update(3.5, 41) == 1)
}

@Test func progressForgetsWhatIsOlderThanTheMemory() {
  var progress = AbsoluteLearningProgress(dimension: 1, memory: 2)
  func update(_ task: Double, _ reward: Double) -> Double {
    abs(reward - [task].withUnsafeBufferPointer { progress.update(task: $0, reward: reward) })
  }
  for i in 0..<6 { #expect(update(Double(i), Double(i)) == 0) }
  // 'More than five' counts all tasks; only 4 and 5 can be nearest.
  #expect(update(0, 10) == 6)
  #expect(update(0, 11) == 1)
}
