import Glibc

/// A thread with a stack of 8 MB. Without a size of its own, a thread's stack is as small as whoever started the process
/// likes (`ulimit -s`).
public struct SystemThread {
  private static let stackSize = 8 << 20
  private let thread: pthread_t

  /// Starts a thread that calls a body; nil if the system has none to give.
  public init?(_ body: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, Self.stackSize)
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body: body))
    guard pthread_create(&thread, &attributes, runWork, work.toOpaque()) == 0 else {
      work.release()
      return nil
    }
    self.thread = thread
  }

  /// Waits until the body has returned. To be called once.
  public func join() { pthread_join(thread, nil) }
}

private final class Work: Sendable {
  let body: @Sendable () -> Void

  init(body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runWork(_ work: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
  return nil
}
