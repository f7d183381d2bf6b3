import Synchronization
import Testing

@testable import Student

struct TaskCrewTests {
  /// How often each thread performed each task. A thread counts in a row of its own, so that nothing but the crew keeps
  /// the threads in order.
  private final class Tally: @unchecked Sendable {
    let threadCount: Int
    let taskCount: Int
    private let counts: UnsafeMutableBufferPointer<Int>

    init(threads threadCount: Int, tasks taskCount: Int) {
      self.threadCount = threadCount
      self.taskCount = taskCount
      counts = .allocate(capacity: threadCount * taskCount)
      counts.initialize(repeating: 0)
    }

    deinit { counts.deallocate() }

    func note(_ task: Int, by thread: Int) { counts[thread * taskCount + task] += 1 }

    var ofTasks: [Int] {
      (0..<taskCount).map { task in (0..<threadCount).reduce(0) { $0 + counts[$1 * taskCount + task] } }
    }
  }

  @Test(arguments: 1...5)
  func performsEveryTaskOnceBehindItsPrerequisites(threadCount: Int) {
    let prerequisites: [UInt32] = [0, 0b1, 0b1, 0b110, 0, 0b11000, 0b100000]
    let tally = Tally(threads: threadCount, tasks: prerequisites.count)
    let progress = Progress()
    let crew = TaskCrew(threadCount: threadCount, prerequisites: prerequisites) { task, thread in
      if prerequisites[task] & ~progress.finished.load(ordering: .acquiring) != 0 {
        progress.isOrdered.store(false, ordering: .relaxed)
      }
      tally.note(task, by: thread)
      progress.finished.bitwiseOr(1 << UInt32(task), ordering: .releasing)
    }
    let rounds = 2000
    for round in 1...rounds {
      progress.finished.store(0, ordering: .releasing)
      crew.run(tasks: 0b1111111)
      if round % 500 == 0 { #expect(tally.ofTasks == Array(repeating: round, count: prerequisites.count)) }
    }
    let isOrdered = progress.isOrdered.load(ordering: .relaxed)
    #expect(isOrdered)
  }

  /// The tasks that are finished, as bits, and whether none started before its prerequisites.
  private final class Progress: Sendable {
    let finished = Atomic<UInt32>(0)
    let isOrdered = Atomic<Bool>(true)
  }

  @Test func performsOnlyWhatIsWanted() {
    let tally = Tally(threads: 2, tasks: 4)
    let crew = TaskCrew(threadCount: 2, prerequisites: [0, 0b1, 0b10, 0b100]) { task, thread in
      tally.note(task, by: thread)
    }
    crew.run(tasks: 0b1010)
    #expect(tally.ofTasks == [0, 1, 0, 1])
    crew.run(tasks: 0)
    #expect(tally.ofTasks == [0, 1, 0, 1])
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
