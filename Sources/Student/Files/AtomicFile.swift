import Glibc

/// Replaces a file's content such that whoever reads it, even after a crash, finds the old content or the new.
///
/// The new content goes to a temporary file in the same folder, and from there to the disk, before it takes the name.
///
/// - Throws: If the system refuses a step; the old file is then as it was and the temporary one is gone.
func replaceFile(at path: String, with content: [UInt8]) throws(FileError) {
  let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  let temporary = "\(path).\(getpid()).temporary"
  let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  guard file >= 0 else { throw FileError(path: temporary, operation: "create", code: errno) }
  do {
    try write(content, to: file, path: temporary)
    try check(rename(temporary, path), path: path, operation: "replace")
  } catch {
    unlink(temporary)
    throw error
  }
  try synchronize(folder: folder)
}

/// Writes everything, waits until it is on the disk, and closes the file in any case.
private func write(_ content: [UInt8], to file: Int32, path: String) throws(FileError) {
  var failure: FileError?
  do {
    var done = 0
    while done < content.count {
      let written = content.withUnsafeBytes { write(file, $0.baseAddress.map { $0 + done }, $0.count - done) }
      if written >= 0 { done += written } else if errno != EINTR { try check(-1, path: path, operation: "write") }
    }
    try check(fsync(file), path: path, operation: "write")
  } catch {
    failure = error
  }
  let closed = close(file)
  if let failure { throw failure }
  try check(closed, path: path, operation: "write")
}

/// Waits until a folder's entries are on the disk.
private func synchronize(folder: String) throws(FileError) {
  let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { throw FileError(path: folder, operation: "open", code: errno) }
  defer { close(descriptor) }
  try check(fsync(descriptor), path: folder, operation: "synchronize")
}

private func check(_ result: Int32, path: String, operation: String) throws(FileError) {
  if result != 0 { throw FileError(path: path, operation: operation, code: errno) }
}
