import Testing

@testable import Teachers

@Test func randomTasksAreUniformAndIndependent() throws {
  let teacher = try makeTeacher("Random", try space([0, -2], [1, 6]), seed: 4)
  var counts = Array(repeating: 0, count: 100)
  for _ in 0..<100_000 {
    let task = teacher.sample()
    counts[Int(task[0] * 10) * 10 + Int((task[1] + 2) / 0.8)] += 1
    teacher.update(task, 1)
  }
  // 99 degrees of freedom: the statistic is 99 with a deviation of 14.
  let statistic = counts.reduce(0.0) { $0 + (Double($1) - 1000) * (Double($1) - 1000) / 1000 }
  #expect(statistic > 45 && statistic < 170)
}
