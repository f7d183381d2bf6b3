import Testing

@testable import Numerics

@Test func acceptedTasksReachTheBodyInside() throws {
  let space = try #require(TaskSpace(low: [0.1, -3], high: [0.3, 0.7]))
  var generator = Xoshiro256PlusPlus(seed: 1)
  for _ in 0..<2000 {
    let task = (0..<2).map { Double(Float(Double.random(in: space.bounds($0), using: &generator))) }
    task.withUnsafeBufferPointer { task in
      #expect(space.accepts(task))
      space.withClamped(task) { inside in
        #expect(space.contains(inside))
        for i in 0..<2 { #expect(inside[i] == space.bounds(i).snapped(task[i])) }
      }
    }
  }
  for wrong in [[0.1, 0.70001], [.nan, 0], [0.0999, 0], [0.2], [0.2, 0, 0]] {
    #expect(!wrong.withUnsafeBufferPointer(space.accepts))
  }
}

@Test func tasksInsideAreNotCopied() throws {
  let space = TaskSpace.unitBox(dimension: 2)
  [0.5, 1].withUnsafeBufferPointer { task in
    space.withClamped(task) { #expect($0.baseAddress == task.baseAddress) }
  }
}
