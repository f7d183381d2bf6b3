import Glibc
import Platform
import Testing

/// Every index once, whatever the number of threads; more threads than one; again in the child of a fork.
@Suite struct WorkersTests {
  @Test(arguments: [0, 1, 2, 3, 8, 33] as [Int32])
  func everyIndexIsDoneOnce(threadCount: Int32) throws {
    let workers = try #require(platform_workers_create(threadCount))
    defer { platform_workers_destroy(workers) }
    for count in [0, 1, 2, 3, 64, 1000, 5] {
      let visits = UnsafeMutableBufferPointer<Int>.allocate(capacity: 1000)
      defer { visits.deallocate() }
      visits.initialize(repeating: 0)
      platform_workers_run(workers, visit, visits.baseAddress, count)
      #expect(visits.prefix(count).allSatisfy { $0 == 1 })
      #expect(visits.dropFirst(count).allSatisfy { $0 == 0 })
    }
  }

  /// Calls that follow each other at once find the threads awake, others find them asleep.
  @Test(arguments: [0, 200] as [UInt32])
  func manyCallsInARow(pause: UInt32) throws {
    let workers = try #require(platform_workers_create(4))
    defer { platform_workers_destroy(workers) }
    let visits = UnsafeMutableBufferPointer<Int>.allocate(capacity: 7)
    defer { visits.deallocate() }
    visits.initialize(repeating: 0)
    let calls = pause == 0 ? 20_000 : 200
    for _ in 0..<calls {
      platform_workers_run(workers, visit, visits.baseAddress, 7)
      if pause > 0 { usleep(pause) }
    }
    #expect(visits.allSatisfy { $0 == calls })
  }

  /// Each call waits for the others: they end only on threads of their own, which take no signal and compute in the
  /// default floating-point environment, whatever the caller's.
  @Test func threadsWorkAtOnceAndUndisturbed() throws {
    let workers = try #require(platform_workers_create(3))
    defer { platform_workers_destroy(workers) }
    var meeting = Meeting(of: 3)
    defer { meeting.end() }
    let usual = platform_enter_default_float_environment()
    // Subnormals count as zeros, which a new thread would take over.
    platform_leave_default_float_environment(0x9FC0)
    defer { platform_leave_default_float_environment(usual) }
    withUnsafeMutablePointer(to: &meeting) { meeting in
      platform_workers_run(
        workers,
        { context, index in
          guard let meeting = context?.assumingMemoryBound(to: Meeting.self) else { return }
          pthread_barrier_wait(meeting.pointee.barrier)
          if pthread_equal(pthread_self(), meeting.pointee.caller) != 0 { return }
          let saved = platform_enter_default_float_environment()
          let usual = platform_enter_default_float_environment()
          var signals = sigset_t()
          pthread_sigmask(SIG_SETMASK, nil, &signals)
          let isDeaf = sigismember(&signals, SIGINT) == 1 && sigismember(&signals, SIGALRM) == 1
          meeting.pointee.undisturbed[index] = saved == usual && isDeaf
        }, meeting, 3)
    }
    #expect(UnsafeBufferPointer(start: meeting.undisturbed, count: 3).filter { $0 }.count == 2)
  }

  /// What is posted is done while the caller does something else, or by the caller where there is no other thread.
  @Test(arguments: [1, 2, 4] as [Int32])
  func postedWorkIsDone(threadCount: Int32) throws {
    let workers = try #require(platform_workers_create(threadCount))
    defer { platform_workers_destroy(workers) }
    let visits = UnsafeMutableBufferPointer<Int>.allocate(capacity: 30)
    defer { visits.deallocate() }
    for _ in 0..<200 {
      visits.initialize(repeating: 0)
      let before = platform_workers_finished(workers)
      platform_workers_begin(workers, visit, visits.baseAddress)
      for _ in 0..<10 { platform_workers_post(workers, 3) }
      while true {
        let finished = platform_workers_finished(workers)
        if finished == before + 30 { break }
        if !platform_workers_help(workers) { platform_workers_wait(workers, finished) }
      }
      // A run after a stream counts from 0 again.
      platform_workers_run(workers, visit, visits.baseAddress, 30)
      #expect(visits.allSatisfy { $0 == 2 })
    }
    #expect(!platform_workers_lost(workers))
  }

  @Test func threadsStartAgainInAForkedChild() throws {
    // Swift hides it; what the child does here is C all through.
    typealias Fork = @convention(c) () -> pid_t
    let fork = unsafeBitCast(try #require(dlsym(UnsafeMutableRawPointer(bitPattern: 0), "fork")), to: Fork.self)
    let workers = try #require(platform_workers_create(2))
    defer { platform_workers_destroy(workers) }
    var meeting = Meeting(of: 2)
    defer { meeting.end() }
    let status = withUnsafeMutablePointer(to: &meeting) { meeting -> Int32 in
      platform_workers_run(workers, meet, meeting, 2)
      let child = fork()
      if child == 0 {
        alarm(20)
        platform_workers_run(workers, meet, meeting, 2)
        _exit(platform_workers_lost(workers) ? 1 : 0)
      }
      var status: Int32 = -1
      waitpid(child, &status, 0)
      platform_workers_run(workers, meet, meeting, 2)
      return status
    }
    #expect(status == 0)
  }
}

/// Where threads wait for each other, and what they saw there.
private struct Meeting {
  let barrier = UnsafeMutablePointer<pthread_barrier_t>.allocate(capacity: 1)
  let caller = pthread_self()
  /// Of each call; behind a pointer, as each is written by another thread.
  let undisturbed = UnsafeMutablePointer<Bool>.allocate(capacity: 3)

  init(of threadCount: UInt32) {
    pthread_barrier_init(barrier, nil, threadCount)
    undisturbed.initialize(repeating: false, count: 3)
  }

  func end() {
    pthread_barrier_destroy(barrier)
    barrier.deallocate()
    undisturbed.deallocate()
  }
}

private let visit: platform_work = { context, index in
  context?.assumingMemoryBound(to: Int.self)[index] += 1
}

private let meet: platform_work = { context, _ in
  guard let meeting = context?.assumingMemoryBound(to: Meeting.self) else { return }
  pthread_barrier_wait(meeting.pointee.barrier)
}
