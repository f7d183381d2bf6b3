import Synchronization
import Testing

@testable import CommandLineTool

@Suite struct ParallelTests {
  @Test(arguments: [(0, 3), (1, 3), (100, 1), (100, 7)])
  func callsForEachOnce(count: Int, jobs: Int) {
    nonisolated(unsafe) let calls = UnsafeMutableBufferPointer<Int>.allocate(capacity: count)
    defer { calls.deallocate() }
    calls.initialize(repeating: 0)
    inParallel(count: count, jobs: jobs, waiting: nil) { index in calls[index] += 1 }
    #expect(calls.allSatisfy { $0 == 1 })
  }

  /// Two calls that wait for each other can only return when both are under way at once.
  @Test func callsAtOnce() {
    let started = Atomic<Int>(0)
    inParallel(count: 2, jobs: 2, waiting: nil) { _ in
      started.wrappingAdd(1, ordering: .sequentiallyConsistent)
      let deadline = ContinuousClock.now + .seconds(10)
      while started.load(ordering: .sequentiallyConsistent) < 2, ContinuousClock.now < deadline {}
      #expect(started.load(ordering: .sequentiallyConsistent) == 2)
    }
  }
}
