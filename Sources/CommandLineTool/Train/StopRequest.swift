import Glibc
import Synchronization

/// Ctrl-C or a polite kill: the first asks the run to stop where it can save what it has, the second ends it at once.
///
/// A thread of its own waits for the signals, and no handler is installed: oneDNN's kernels use the stack pointer for
/// purposes of their own, so that a handler's frame would overwrite whatever it points to.
enum StopRequest {
  private static let received = Atomic<Int32>(0)

  /// From here on SIGINT and SIGTERM are requests. To be called once, before there are other threads.
  static func listen() {
    var signals = requestSignals()
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    let failure = pthread_create(&thread, nil, { _ in StopRequest.waitForSignals() }, nil)
    // Without the thread the signals must work as they always do.
    if failure != 0 { pthread_sigmask(SIG_UNBLOCK, &signals, nil) }
  }

  /// The signal that asked to stop, or nil.
  static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  private static func waitForSignals() -> Never {
    var signals = requestSignals()
    var firstTime: ContinuousClock.Instant?
    while true {
      var number: Int32 = 0
      guard sigwait(&signals, &number) == 0 else { continue }
      let time = ContinuousClock.now
      // `timeout`, and shells that end a pipeline, send the same request twice in no time.
      if let firstTime, time - firstTime > .milliseconds(200) { _exit(128 + number) }
      firstTime = firstTime ?? time
      received.store(number, ordering: .relaxed)
    }
  }

  private static func requestSignals() -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    return signals
  }
}
