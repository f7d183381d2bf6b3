import COneDNN
import Glibc

/// A file that grows by whole pieces: an `append` is in the file entirely, or, where the disk is full, not at all.
final class AppendedFile {
  private let path: String
  private let descriptor: Int32
  /// Where the file ends.
  private(set) var end: FileEnd
  /// The file's length in bytes.
  var length: Int { end.length }

  /// Makes the file, or opens the one that is there, to append to it.
  ///
  /// - Parameter end: Where what is in the file ends, which is that of an empty file by default; what is behind it is
  ///   dropped. If its checksum is not known, none is made.
  init(path: String, keeping end: FileEnd = FileEnd(checksum: Checksum())) throws(FileError) {
    self.path = path
    self.end = end
    descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(path: path, operation: "create", code: errno) }
    let length = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    guard end.length != length else { return }
    guard end.length < length, ftruncate(descriptor, end.length) == 0 else {
      let code = end.length > length ? ENODATA : errno
      close(descriptor)
      throw FileError(path: path, operation: "shorten", code: code)
    }
  }

  deinit { close(descriptor) }

  /// Appends a text.
  func append(_ text: String) throws(FileError) {
    var text = text
    let failure = text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    if let failure { throw failure }
  }

  /// Appends bytes.
  func append(_ bytes: [UInt8]) throws(FileError) {
    let failure = bytes.withUnsafeBytes(append)
    if let failure { throw failure }
  }

  /// Waits until what was appended is on the disk.
  func synchronize() throws(FileError) {
    // A pipe or a device has nothing to wait for.
    if fdatasync(descriptor) != 0, errno != EINVAL {
      throw FileError(path: path, operation: "write", code: errno)
    }
  }

  /// Gives the room of some bytes back to the system, where it can; they read as zeros afterwards.
  func release(from offset: Int, count: Int) {
    // FALLOC_FL_KEEP_SIZE and FALLOC_FL_PUNCH_HOLE.
    _ = student_allocate_file(descriptor, 0x01 | 0x02, offset, count)
  }

  private func append(_ bytes: UnsafeRawBufferPointer) -> FileError? {
    var written = 0
    while written < bytes.count {
      let count = write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        let code = errno
        // Take back what part of it found room.
        _ = ftruncate(descriptor, end.length)
        return FileError(path: path, operation: "write", code: code)
      }
    }
    end.length += bytes.count
    end.checksum?.add(bytes)
    return nil
  }
}
