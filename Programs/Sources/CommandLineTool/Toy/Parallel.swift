import Glibc
import Student
import Synchronization

/// Calls `body` with each of 0 ..< `count` once, on at most `jobs` threads at a time, and returns when all calls have.
///
/// `waiting`, where given, is called ten times a second meanwhile, on the calling thread.
func inParallel(count: Int, jobs: Int, waiting: (() -> Void)?, _ body: @escaping @Sendable (Int) -> Void) {
  let work = Work(count: count, body: body)
  var threads: [SystemThread] = []
  for _ in 0..<min(jobs, count) {
    guard let thread = SystemThread({ work.run() }) else { break }
    threads.append(thread)
  }
  // Where the system has no thread to give, this one works.
  if threads.isEmpty { work.run() }
  if let waiting {
    while !work.isDone {
      waiting()
      usleep(100_000)
    }
  }
  for thread in threads { thread.join() }
}

/// The number of processors.
func processorCount() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Calls that threads take one after the other.
private final class Work: Sendable {
  private let count: Int
  private let body: @Sendable (Int) -> Void
  private let next = Atomic<Int>(0)
  private let done = Atomic<Int>(0)

  init(count: Int, body: @escaping @Sendable (Int) -> Void) {
    self.count = count
    self.body = body
  }

  var isDone: Bool { done.load(ordering: .relaxed) == count }

  func run() {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      body(index)
      done.wrappingAdd(1, ordering: .relaxed)
    }
  }
}
