import COneDNN
import Glibc
import Synchronization

/// Threads that work through a graph of tasks, together with the thread that asks for it.
///
/// Whoever is free takes the first task, in their order, whose prerequisites are finished. Which thread that is and when
/// differs from run to run; what a task computes must not depend on it. All threads treat subnormal numbers as 0, and
/// keep oneDNN to themselves: it starts no threads of its own.
///
/// A thread with nothing to do looks for work for some 50 us and then sleeps, so that it costs nothing while an
/// environment is played, and little where other programs want its core.
final class TaskCrew {
  private let shared: CrewState
  private var threads: [SystemThread] = []

  /// A crew for a graph; where the system has no more threads it has fewer.
  ///
  /// - Parameters:
  ///   - threadCount: With the thread that calls `run`.
  ///   - prerequisites: For each task the set of those, as bits, that must be finished before it starts; at most 32.
  ///   - perform: Carries out a task; the second number says which of the threads is calling, from 0.
  init(threadCount: Int, prerequisites: [UInt32], perform: @escaping @Sendable (Int, Int) -> Void) {
    precondition(prerequisites.count <= 32)
    shared = CrewState(prerequisites: prerequisites, perform: perform)
    // Signals are for the threads that expect them.
    var all = sigset_t()
    var former = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &former)
    for index in 1..<max(threadCount, 1) {
      let thread = SystemThread { [shared] in
        omp_set_num_threads(1)
        _ = student_flush_subnormals()
        shared.workUntilStopped(as: index)
      }
      guard let thread else { break }
      threads.append(thread)
    }
    pthread_sigmask(SIG_SETMASK, &former, nil)
  }

  deinit {
    shared.stop()
    for thread in threads { thread.join() }
  }

  /// Carries out some of the tasks, as bits; prerequisites that are not among them count as finished.
  func run(tasks: UInt32) {
    omp_set_num_threads(1)
    let former = student_flush_subnormals()
    shared.begin(tasks: tasks)
    shared.workUntilFinished()
    student_restore_subnormals(former)
  }
}

/// What the threads of a crew share.
private final class CrewState: Sendable {
  /// How often a thread looks before it sleeps.
  private static let patience = 1000

  private let prerequisites: [UInt32]
  private let perform: @Sendable (Int, Int) -> Void
  /// The tasks that were started, as bits, and above bit 32 those that are finished. A task that is not wanted counts as
  /// both. As all is in one word, a thread that is late takes part in whatever is going on when it comes.
  private let tasks = Atomic<UInt64>(.max)
  private let isStopped = Atomic<Bool>(false)
  private let sleeperCount = Atomic<Int>(0)
  private let bed = Bed()

  init(prerequisites: [UInt32], perform: @escaping @Sendable (Int, Int) -> Void) {
    self.prerequisites = prerequisites
    self.perform = perform
  }

  func begin(tasks wanted: UInt32) {
    let others = UInt64(~wanted)
    tasks.store(others << 32 | others, ordering: .sequentiallyConsistent)
    wake()
  }

  func workUntilFinished() {
    while true {
      if let task = claim() {
        carryOut(task, as: 0)
      } else if isFinished {
        return
      } else {
        wait { self.isFinished || self.firstReady(self.tasks.load(ordering: .sequentiallyConsistent)) != nil }
      }
    }
  }

  func workUntilStopped(as index: Int) {
    while !isStopped.load(ordering: .sequentiallyConsistent) {
      if let task = claim() {
        carryOut(task, as: index)
      } else {
        wait {
          self.isStopped.load(ordering: .sequentiallyConsistent)
            || self.firstReady(self.tasks.load(ordering: .sequentiallyConsistent)) != nil
        }
      }
    }
  }

  func stop() {
    isStopped.store(true, ordering: .sequentiallyConsistent)
    wake()
  }

  private var isFinished: Bool { tasks.load(ordering: .sequentiallyConsistent) >> 32 == UInt64(UInt32.max) }

  private func carryOut(_ task: Int, as index: Int) {
    perform(task, index)
    tasks.bitwiseOr(1 << UInt64(32 + task), ordering: .sequentiallyConsistent)
    wake()
  }

  /// Takes a task, if one can be started.
  private func claim() -> Int? {
    var word = tasks.load(ordering: .acquiring)
    while let task = firstReady(word) {
      let (exchanged, original) = tasks.compareExchange(
        expected: word, desired: word | 1 << UInt64(task), ordering: .acquiringAndReleasing)
      if exchanged { return task }
      word = original
    }
    return nil
  }

  private func firstReady(_ word: UInt64) -> Int? {
    let finished = UInt32(word >> 32)
    return prerequisites.indices.first { word & 1 << UInt64($0) == 0 && prerequisites[$0] & ~finished == 0 }
  }

  /// Looks for a while whether something is so, then sleeps until it is.
  private func wait(until condition: () -> Bool) {
    for _ in 0..<Self.patience {
      if condition() { return }
      student_pause()
    }
    bed.lock()
    sleeperCount.add(1, ordering: .sequentiallyConsistent)
    // Whoever changes something after this line sees the sleeper, and waits for the bed's lock to wake it.
    while !condition() { bed.sleep() }
    sleeperCount.subtract(1, ordering: .sequentiallyConsistent)
    bed.unlock()
  }

  private func wake() {
    guard sleeperCount.load(ordering: .sequentiallyConsistent) > 0 else { return }
    bed.lock()
    bed.wakeAll()
    bed.unlock()
  }
}

/// Where threads sleep: a lock, and a condition that it guards.
private final class Bed: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func lock() { pthread_mutex_lock(mutex) }
  func unlock() { pthread_mutex_unlock(mutex) }
  func sleep() { pthread_cond_wait(condition, mutex) }
  func wakeAll() { pthread_cond_broadcast(condition) }
}
