import Glibc
import Synchronization

/// Calls `body` with each of 0 ..< `count` once, on at most `jobs` threads at a time, and returns when all calls have.
///
/// `waiting`, where given, is called ten times a second meanwhile, on the calling thread.
func inParallel(count: Int, jobs: Int, waiting: (() -> Void)?, _ body: @escaping @Sendable (Int) -> Void) {
  let work = Work(count: count, body: body)
  var threads: [pthread_t] = []
  for _ in 0..<min(jobs, count) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(work)
    let failure = pthread_create(
      &thread, nil,
      { context in
        context.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run() }
        return nil
      }, context.toOpaque())
    if failure == 0 {
      threads.append(thread)
    } else {
      context.release()
      break
    }
  }
  // Where the system has no thread to give, this one works.
  if threads.isEmpty { work.run() }
  if let waiting {
    while !work.isDone {
      waiting()
      usleep(100_000)
    }
  }
  for thread in threads { pthread_join(thread, nil) }
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
