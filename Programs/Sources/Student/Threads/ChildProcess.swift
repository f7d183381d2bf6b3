import COneDNN
import Glibc

/// Another process of this program, and what it says.
public final class ChildProcess {
  /// How a process ended.
  public enum Ending: Sendable, Equatable {
    /// It returned this status.
    case exited(Int32)
    /// This signal ended it.
    case killed(Int32)
  }

  /// Nil while it goes on.
  public private(set) var ending: Ending?
  private let identifier: pid_t
  private let output: Int32
  private let errors: Int32
  private var unread: [UInt8] = []
  private var errorBytes: [UInt8] = []

  /// Starts this program with other arguments on some of the processors. It gets no signals from the terminal: whoever
  /// started it decides.
  ///
  /// - Throws: If the system has no more processes or files.
  public init(arguments: [String], processors: [Int]) throws(FileError) {
    let path = "/proc/self/exe"
    let (output, outputEnd) = try makePipe()
    let (errors, errorsEnd) = try makePipe()
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&files, outputEnd, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&files, errorsEnd, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))

    let strings = (["teachdrl"] + arguments).map { strdup($0) }
    defer { for string in strings { free(string) } }
    var identifier: pid_t = 0
    // A process starts where the thread is that starts it.
    let allowed = Processors.allowed
    Processors.keep(to: processors)
    let failure = posix_spawn(&identifier, path, &files, &attributes, strings + [nil], environ)
    Processors.keep(to: allowed)
    close(outputEnd)
    close(errorsEnd)
    guard failure == 0 else {
      close(output)
      close(errors)
      throw FileError(path: path, operation: "start", code: failure)
    }
    self.identifier = identifier
    self.output = output
    self.errors = errors
  }

  deinit {
    if ending == nil {
      kill(identifier, SIGKILL)
      waitpid(identifier, nil, 0)
    }
    close(output)
    close(errors)
  }

  /// Sends a signal, if it goes on.
  public func send(_ signal: Int32) {
    if ending == nil { kill(identifier, signal) }
  }

  /// Takes what was said and notices the end; gives the whole lines of output that are new.
  public func poll() -> [String] {
    if ending == nil {
      var status: Int32 = 0
      if waitpid(identifier, &status, WNOHANG) == identifier {
        ending = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(status & 0x7F)
      }
    }
    read(output, into: &unread)
    read(errors, into: &errorBytes)
    var lines: [String] = []
    while let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(String(decoding: unread[..<end], as: UTF8.self))
      unread.removeFirst(end + 1)
    }
    return lines
  }

  /// What it has written to its standard error.
  public var errorText: String { String(decoding: errorBytes, as: UTF8.self) }

  private func read(_ descriptor: Int32, into bytes: inout [UInt8]) {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  /// Sees to it that this process gets a signal when the one that started it ends.
  public static func endWithParent(signal: Int32) {
    // PR_SET_PDEATHSIG.
    _ = student_control_process(1, UInt(signal), 0, 0, 0)
  }
}

/// The two ends of a pipe: one to read from without waiting, one to write to; a process started gets neither as such.
private func makePipe() throws(FileError) -> (read: Int32, write: Int32) {
  var ends: [Int32] = [0, 0]
  guard pipe(&ends) == 0 else { throw FileError(path: "pipe", operation: "create", code: errno) }
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
  return (ends[0], ends[1])
}
