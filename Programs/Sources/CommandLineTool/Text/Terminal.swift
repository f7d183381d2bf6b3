import ArgumentParser
import Glibc
import Synchronization

/// Where a command's output goes.
struct Terminal {
  private let descriptor: Int32

  static let standardOutput = Terminal(descriptor: STDOUT_FILENO)
  static let standardError = Terminal(descriptor: STDERR_FILENO)

  /// Whether a person is watching, so that lines can be redrawn.
  var isInteractive: Bool { isatty(descriptor) == 1 }

  /// The number of characters in a line.
  var width: Int {
    var size = winsize()
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// The number of lines.
  var height: Int {
    var size = winsize()
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_row > 0 ? Int(size.ws_row) : 24
  }

  /// Writes a text that the command can go on without, such as its progress.
  ///
  /// A failure of standard output is remembered: nothing more is written to it, and the command's exit status tells
  /// (`lostOutput`). What standard error does not take is lost.
  func write(_ text: String) {
    _ = send(text)
  }

  /// Writes a text even if an earlier one was not taken.
  func writeInAnyCase(_ text: String) {
    _ = sendNow(text)
  }

  /// Writes a text that is what the command is for.
  ///
  /// - Throws: An `OutputError` if the system does not take all of it. If the reader has gone away, as in
  ///   `teachdrl toy | head -1`, an `ExitCode` without a message: other programs end silently too.
  func writeOrFail(_ text: String) throws {
    guard let code = send(text) else { return }
    if code == EPIPE { throw ExitCode(128 + SIGPIPE) }
    throw OutputError(code: code)
  }

  /// What was not written to standard output so far, or is lost now that it is closed; nil if all of it arrived.
  ///
  /// To be asked once, at the end of the process. A reader that has gone away does not count: whoever calls `write` can
  /// go on without it.
  static func lostOutput() -> OutputError? {
    var code = failure.load(ordering: .relaxed)
    // Some file systems report a failed write when the file is closed.
    if code == 0, close(STDOUT_FILENO) != 0 { code = errno }
    return code == 0 || code == EPIPE ? nil : OutputError(code: code)
  }

  /// The system's error number of the first write to standard output that failed; 0 if none did.
  private static let failure = Atomic<Int32>(0)

  /// Returns the system's error number if it does not take all of a text.
  private func send(_ text: String) -> Int32? {
    let isChecked = descriptor == STDOUT_FILENO
    let earlier = isChecked ? Self.failure.load(ordering: .relaxed) : 0
    if earlier != 0 { return earlier }
    let code = sendNow(text)
    if isChecked, let code { Self.failure.store(code, ordering: .relaxed) }
    return code
  }

  private func sendNow(_ text: String) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        if count > 0 {
          written += count
        } else if count < 0, errno == EAGAIN {
          // Another program has told the terminal not to wait.
          var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&place, 1, -1)
        } else if count == 0 || errno != EINTR {
          return count == 0 ? EIO : errno
        }
      }
      return nil
    }
  }
}

extension Terminal {
  /// Keeps the numbers of the three standard files from being given to other files, if the process was started without
  /// some of them. Writing to such a one fails.
  static func reserveStandardFiles() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is this one.
      _ = open("/dev/null", O_RDONLY)
    }
  }
}

/// The system did not take what a command printed.
struct OutputError: Error, CustomStringConvertible {
  /// The system's error number.
  let code: Int32

  var description: String { "cannot write to standard output: \(String(cString: strerror(code)))" }
}
