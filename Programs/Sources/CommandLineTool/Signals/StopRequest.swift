import ArgumentParser
import Glibc
import Synchronization

/// Ctrl-C, a polite kill or a terminal that goes away: the first asks the command to stop where it can save what it has,
/// the second ends it at once.
///
/// A thread of its own waits for the signals, and no handler is installed: oneDNN's kernels use the stack pointer for
/// purposes of their own, so that a handler's frame would overwrite whatever it points to.
enum StopRequest {
  private static let received = Atomic<Int32>(0)

  /// From here on SIGINT, SIGTERM and SIGHUP are requests. To be called once, before there are other threads.
  ///
  /// An ignored SIGHUP stays ignored: `nohup teachdrl train` goes on when its terminal goes away.
  ///
  /// - Parameter drawing: Whether the command draws on `AlternateScreen`. Then SIGQUIT is a request too, and Ctrl-Z
  ///   leaves that screen for as long as the process is suspended.
  static func listen(whileDrawing drawing: Bool = false) {
    var numbers = [SIGINT, SIGTERM]
    let polite = [SIGHUP] + (drawing ? [SIGQUIT, SIGTSTP] : [])
    numbers += polite.filter { !Signals.isIgnored($0) }
    Signals.block(numbers)
    waited.withLock { $0 = numbers }
    var thread = pthread_t()
    let failure = pthread_create(&thread, nil, { _ in StopRequest.waitForSignals() }, nil)
    // Without the thread the signals must work as they always do.
    if failure != 0 { Signals.unblock(numbers) }
  }

  /// The signal that asked to stop, or nil.
  static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Whether the command was asked to stop.
  static var isReceived: Bool { signal != nil }

  /// What a command throws that was asked to stop. The process then ends by the signal itself, so that a shell's loop
  /// ends with it.
  static var exitCode: ExitCode { ExitCode(128 + (signal ?? SIGINT)) }

  private static let waited = Mutex<[Int32]>([])

  private static func waitForSignals() -> Never {
    var signals = Signals.set(waited.withLock { $0 })
    var firstTime: ContinuousClock.Instant?
    while true {
      var number: Int32 = 0
      guard sigwait(&signals, &number) == 0 else { continue }
      if number == SIGTSTP {
        AlternateScreen.leave { Signals.takeDefaultAction(of: SIGTSTP) }
        continue
      }
      let time = ContinuousClock.now
      // `timeout`, and shells that end a pipeline, send the same request twice in no time.
      if let firstTime, time - firstTime > .milliseconds(200) {
        AlternateScreen.leaveAtOnce()
        Signals.end(by: number)
      }
      firstTime = firstTime ?? time
      received.store(number, ordering: .relaxed)
    }
  }
}
