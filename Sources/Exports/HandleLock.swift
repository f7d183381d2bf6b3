import Arguments
import Numerics
import Platform

/// The lock of one handle. A handle that another thread was using at a fork is lost in the child, where it gives errors
/// instead of waiting for ever for a thread that is not there.
final class HandleLock: @unchecked Sendable {
  // Safe to share: a lock is made to be.
  private let lock: OpaquePointer
  private let assistable: OpaquePointer?

  /// - Parameter workers: The threads to which its holder gives work. Threads that wait for the lock do some of it. They
  ///   live as long as the lock is used.
  init(workers: Workers? = nil) throws(UsageError) {
    guard let lock = platform_lock_create() else { throw .invalidState("there is no memory left for a new handle") }
    self.lock = lock
    assistable = workers?.assistable
  }

  deinit { platform_lock_destroy(lock) }

  /// Takes turns with other threads.
  @inline(__always)
  func waiting(_ what: StaticString, _ body: () throws(UsageError) -> Void) throws(UsageError) {
    guard platform_lock_wait(lock, assistable) == platform_lock_acquired else { throw lostInFork(what) }
    defer { platform_lock_release(lock) }
    try body()
  }

  /// Throws what `waiting` would throw, and waits for nobody.
  func requireWhole(_ what: StaticString) throws(UsageError) {
    if platform_lock_is_lost(lock) { throw lostInFork(what) }
  }

  /// Refuses where another thread is at it.
  @inline(__always)
  func alone(_ what: StaticString, _ body: () throws(UsageError) -> Void) throws(UsageError) {
    switch platform_lock_try(lock) {
    case platform_lock_acquired: break
    case platform_lock_busy: throw inUse(what)
    default: throw lostInFork(what)
    }
    defer { platform_lock_release(lock) }
    try body()
  }
}

@inline(never)
func lostInFork(_ what: StaticString) -> UsageError {
  .invalidState("another thread was using this \(what) when the process was forked; create a new one in the child")
}

@inline(never)
private func inUse(_ what: StaticString) -> UsageError {
  .invalidState("another thread is using this \(what); use it from one thread at a time")
}
