import Synchronization
import Testing

@testable import CommandLineTool

@Suite struct ParallelTests {
  @Test(arguments: [(0, 3), (1, 3), (100, 1), (100, 7)])
  func callsForEachOnce(count: Int, jobs: Int) {
    let calls = Mutex([Int](repeating: 0, count: count))
    inParallel(count: count, jobs: jobs, waiting: nil) { index in calls.withLock { $0[index] += 1 } }
    #expect(calls.withLock { $0 } == [Int](repeating: 1, count: count))
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
