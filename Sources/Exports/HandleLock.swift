import Arguments
import Platform

/// The lock of one handle. A handle that another thread was using at a fork is lost in the child, where it gives errors
/// instead of waiting for ever for a thread that is not there.
final class HandleLock: @unchecked Sendable {
  // Safe to share: a lock is made to be.
  private let lock: OpaquePointer
  private let workers: OpaquePointer?

  /// - Parameter workers: the `platform_workers` to whom its holder gives work, which threads that wait for it then do;
  ///   they live as long as it is used.
  init(workers: OpaquePointer? = nil) throws(UsageError) {
    guard let lock = platform_lock_create() else { throw .invalidState("there is no memory left for a new handle") }
    self.lock = lock
    self.workers = workers
  }

  deinit { platform_lock_destroy(lock) }

  /// Takes turns with other threads.
  @inline(__always)
  func waiting(_ what: StaticString, _ body: () throws(UsageError) -> Void) throws(UsageError) {
    guard platform_lock_wait(lock, workers) == platform_lock_acquired else { throw lostInFork(what) }
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
