import ArgumentParser
import Glibc

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

  /// Writes a text at once. Where nobody takes it, it is lost.
  func write(_ text: String) {
    _ = send(text)
  }

  /// Writes a text that is what the command is for.
  ///
  /// - Throws: An `OutputError` if the system does not take all of it; where the reader has gone away, as in
  ///   `teachdrl toy | head -1`, the silent end that other programs come to.
  func writeOrFail(_ text: String) throws {
    guard let code = send(text) else { return }
    if code == EPIPE { throw ExitCode(128 + SIGPIPE) }
    throw OutputError(code: code)
  }

  /// Returns the system's error number if it does not take all of a text.
  private func send(_ text: String) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        if count > 0 {
          written += count
        } else if count == 0 || errno != EINTR {
          return count == 0 ? EIO : errno
        }
      }
      return nil
    }
  }
}

/// The system did not take what a command printed.
struct OutputError: Error, CustomStringConvertible {
  /// The system's error number.
  let code: Int32

  var description: String { "cannot write the output: \(String(cString: strerror(code)))" }
}
