import Synchronization
import Testing

@testable import Student

struct TaskCrewTests {
  /// What tasks leave behind: the order in which they started, and whether one started before its prerequisites.
  private final class Trace: Sendable {
    let finished = Atomic<UInt32>(0)
    let counts = Mutex<[Int: Int]>([:])
    let isOrdered = Mutex(true)
    let threads = Mutex<Set<Int>>([])
  }

  @Test(arguments: 1...5)
  func performsEveryTaskOnceBehindItsPrerequisites(threadCount: Int) {
    let prerequisites: [UInt32] = [0, 0b1, 0b1, 0b110, 0, 0b11000, 0b100000]
    let trace = Trace()
    let crew = TaskCrew(threadCount: threadCount, prerequisites: prerequisites) { task, thread in
      if prerequisites[task] & ~trace.finished.load(ordering: .acquiring) != 0 {
        trace.isOrdered.withLock { $0 = false }
      }
      trace.counts.withLock { $0[task, default: 0] += 1 }
      trace.threads.withLock { _ = $0.insert(thread) }
      trace.finished.bitwiseOr(1 << UInt32(task), ordering: .releasing)
    }
    let rounds = 2000
    for _ in 0..<rounds {
      trace.finished.store(0, ordering: .releasing)
      crew.run(tasks: 0b1111111)
    }
    #expect(trace.isOrdered.withLock { $0 })
    #expect(trace.counts.withLock { $0 } == Dictionary(uniqueKeysWithValues: (0..<7).map { ($0, rounds) }))
    #expect(trace.threads.withLock { $0.isSubset(of: Set(0..<threadCount)) })
  }

  @Test func performsOnlyWhatIsWanted() {
    let trace = Trace()
    let crew = TaskCrew(threadCount: 2, prerequisites: [0, 0b1, 0b10, 0b100]) { task, _ in
      trace.counts.withLock { $0[task, default: 0] += 1 }
    }
    crew.run(tasks: 0b1010)
    #expect(trace.counts.withLock { $0 } == [1: 1, 3: 1])
    crew.run(tasks: 0)
    #expect(trace.counts.withLock { $0 } == [1: 1, 3: 1])
  }

  @Test func endsWithoutHavingWorked() {
    for threadCount in 1...4 { _ = TaskCrew(threadCount: threadCount, prerequisites: [0]) { _, _ in } }
  }

  /// No task may start before one that reads what it writes; these are the weights.
  @Test func networksMoveWhenNobodyReadsThemAnyMore() {
    func isBehind(_ task: UpdateTask, _ other: UpdateTask) -> Bool {
      task.prerequisites.contains(other) || task.prerequisites.contains { isBehind($0, other) }
    }
    for (mover, readers) in [
      (UpdateTask.moveValue, [UpdateTask.trainValue, .evaluateTarget]),
      (.moveQ1, [.trainQ1, .differentiateProposals]), (.moveQ2, [.trainQ2, .evaluateProposals]),
      (.movePolicy, [.proposeActions, .trainPolicy]),
    ] {
      for reader in readers { #expect(isBehind(mover, reader)) }
    }
    for task in UpdateTask.differentiating {
      for gathering in UpdateTask.gathering { #expect(isBehind(task, gathering)) }
    }
  }
}
