import Glibc

/// A file that grows by whole pieces: an `append` is in the file entirely, or, where the disk is full, not at all.
final class AppendedFile {
  private let path: String
  private let descriptor: Int32

  /// Makes the file, or opens the one that is there, to append to it.
  init(path: String) throws(RunDirectoryError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .cannotWrite(path, because: errno) }
  }

  deinit { close(descriptor) }

  /// Appends a text.
  func append(_ text: String) throws(RunDirectoryError) {
    let end = lseek(descriptor, 0, SEEK_END)
    var text = text
    let failure: Int32? = text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
    if let failure {
      // Take back what part of the text found room.
      _ = ftruncate(descriptor, end)
      throw .cannotWrite(path, because: failure)
    }
  }
}
