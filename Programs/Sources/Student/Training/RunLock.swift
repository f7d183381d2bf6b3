import Glibc

/// Keeps a run's folder for one process. The system lets go of it when the process ends, however it ends.
final class RunLock {
  private let descriptor: Int32

  /// Locks a folder that is there. Throws a `RunIsGoingOn` or a `FileError`.
  init(_ directory: RunDirectory) throws {
    descriptor = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: directory.path, operation: "open", code: errno) }
    // Where the system knows no locks, a run is better than none.
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(descriptor)
      throw RunIsGoingOn(path: directory.path)
    }
  }

  deinit { close(descriptor) }
}

/// Another process is writing to the folder of a run.
public struct RunIsGoingOn: Error, Equatable, CustomStringConvertible {
  /// The folder.
  public let path: String

  /// One sentence for people.
  public var description: String { "the run in \(path) is going on in another process" }
}
