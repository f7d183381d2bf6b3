import Glibc

/// What the command line does with signals that Swift has no words for.
enum Signals {
  /// Whether a signal ends a process that does nothing about it, and is meant as a request to do so.
  static func asksToStop(_ number: Int32) -> Bool { [SIGINT, SIGTERM, SIGHUP].contains(number) }

  /// Whether whoever started this process had it ignore a signal.
  static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  static func set(_ numbers: [Int32]) -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in numbers { sigaddset(&signals, number) }
    return signals
  }

  /// Keeps signals from the calling thread, and from those that it starts.
  static func block(_ numbers: [Int32]) {
    var signals = set(numbers)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  static func unblock(_ numbers: [Int32]) {
    var signals = set(numbers)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Does to this process what a signal does to one that knows nothing of it. Returns if the process goes on.
  static func takeDefaultAction(of number: Int32) {
    signal(number, SIG_DFL)
    unblock([number])
    raise(number)
    block([number])
  }

  /// Ends the process by a signal, so that whoever started it sees which.
  static func end(by number: Int32) -> Never {
    takeDefaultAction(of: number)
    _exit(128 + number)
  }
}
