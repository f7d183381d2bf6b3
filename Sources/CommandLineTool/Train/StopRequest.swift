import Glibc
import Synchronization

/// Ctrl-C or a polite kill: the first asks the run to stop where it can save what it has, the second ends it at once.
enum StopRequest {
  private static let received = Atomic<Int32>(0)

  /// From here on SIGINT and SIGTERM are requests.
  static func listen() {
    install(SIGINT)
    install(SIGTERM)
  }

  /// The signal that asked to stop, or nil.
  static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  private static func install(_ signal: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
      // Only what is allowed in a signal handler: an atomic exchange, and leaving.
      if StopRequest.received.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
    }
    action.sa_flags = SA_RESTART
    sigaction(signal, &action, nil)
  }
}
