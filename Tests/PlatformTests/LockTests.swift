import Glibc
import Platform
import Testing

/// What is said of locks elsewhere (fork, many threads) the C tests show on the library; here, what waiting threads do.
@Suite struct LockTests {
  /// The holder's work is two calls that wait for each other. There is no other thread to make the second one but that
  /// which waits for the lock, and it makes it in the default floating-point environment, whatever its own.
  @Test func whoWaitsMakesCallsOfTheHolders() throws {
    let lock = try #require(platform_lock_create())
    let workers = try #require(platform_workers_create(1))
    defer {
      platform_workers_destroy(workers)
      platform_lock_destroy(lock)
    }
    var meeting = Encounter(lock: lock, workers: workers)
    pthread_barrier_init(&meeting.barrier, nil, 2)
    defer { pthread_barrier_destroy(&meeting.barrier) }
    try withUnsafeMutablePointer(to: &meeting) { meeting in
      #expect(platform_lock_wait(lock, nil) == platform_lock_acquired)
      platform_workers_run(
        workers,
        { context, index in
          guard let meeting = context?.assumingMemoryBound(to: Encounter.self) else { return }
          if index == 0 {
            pthread_create(&meeting.pointee.waiting, nil, waitForLock, meeting)
          } else {
            let environment = platform_enter_default_float_environment()
            meeting.pointee.isUndisturbed = environment == platform_enter_default_float_environment()
            meeting.pointee.isHelped = pthread_equal(pthread_self(), meeting.pointee.waiting) != 0
          }
          pthread_barrier_wait(&meeting.pointee.barrier)
        }, meeting, 2)
      #expect(!meeting.pointee.hasLock)
      platform_lock_release(lock)
      pthread_join(try #require(meeting.pointee.waiting as pthread_t?), nil)
    }
    #expect(meeting.isHelped)
    #expect(meeting.isUndisturbed)
    #expect(meeting.hasLock)
    #expect(meeting.hasItsEnvironment)
  }
}

/// A holder's and a waiting thread's.
private struct Encounter {
  let lock: OpaquePointer
  let workers: OpaquePointer
  var barrier = pthread_barrier_t()
  var waiting = pthread_t()
  var isHelped = false
  var isUndisturbed = false
  var hasLock = false
  var hasItsEnvironment = false
}

private let waitForLock: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
  guard let meeting = context?.assumingMemoryBound(to: Encounter.self) else { return nil }
  let usual = platform_enter_default_float_environment()
  // Subnormals count as zeros.
  platform_leave_default_float_environment(0x9FC0)
  defer { platform_leave_default_float_environment(usual) }
  meeting.pointee.hasLock = platform_lock_wait(meeting.pointee.lock, meeting.pointee.workers) == platform_lock_acquired
  meeting.pointee.hasItsEnvironment = platform_enter_default_float_environment() == 0x9FC0
  platform_lock_release(meeting.pointee.lock)
  return nil
}
