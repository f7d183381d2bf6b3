import Glibc

/// Replaces a file's content such that whoever reads it, even after a crash, finds the old content or the new.
///
/// The new content goes to a temporary file in the same folder, and from there to the disk, before it takes the name. A
/// link keeps naming the file that it names. What is no file but a device or a pipe is never replaced: it is written to.
///
/// - Throws: If the system refuses a step; the old file is then as it was and the temporary one is gone.
public func replaceFile(at path: String, with content: [UInt8]) throws(FileError) {
  if isSpecial(path) { return try writeInPlace(content, path: path) }
  let target = resolved(path)
  let temporary = "\(target).\(getpid())\(temporaryEnding)"
  let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  guard file >= 0 else { throw FileError(path: path, operation: "create", code: errno) }
  do {
    try write(content, to: file, path: path)
    try check(rename(temporary, target), path: path, operation: "replace")
  } catch {
    unlink(temporary)
    throw error
  }
  try synchronize(folder: folder(of: target))
}

/// Whether a name is one that `replaceFile` or the library, in whatever process, gives a file's new content before that
/// takes the file's name. It stays where the process is killed.
func isTemporary(_ name: String, of target: String) -> Bool {
  // The library's own have nothing of the target's name.
  if name.hasPrefix(".teachdrl-"), name.hasSuffix(temporaryEnding) { return true }
  guard name.hasPrefix(target + "."), name.hasSuffix(temporaryEnding) else { return false }
  let numbers = name.dropFirst(target.count + 1).dropLast(temporaryEnding.count)
  return !numbers.isEmpty && numbers.allSatisfy { ("0"..."9").contains($0) }
}

private let temporaryEnding = ".temporary"

/// Asks early what `replaceFile` would find out late: whether the path's folder is there and may be written to.
public func requireReplaceableFile(at path: String) throws(FileError) {
  guard !path.isEmpty else { throw FileError(path: path, operation: "create", code: ENOENT) }
  guard !isFolder(path) else { throw FileError(path: path, operation: "replace", code: EISDIR) }
  if isSpecial(path) { return try check(access(path, W_OK), path: path, operation: "write") }
  // The dot is found in folders only.
  try check(access(folder(of: resolved(path)) + "/.", W_OK | X_OK), path: path, operation: "create")
}

/// The path of the folder that a path's last part is in.
func folder(of path: String) -> String {
  path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
}

/// The path without links, if it leads to something.
func resolved(_ path: String) -> String {
  guard let real = realpath(path, nil) else { return path }
  defer { free(real) }
  return String(cString: real)
}

/// Whether a path names something that is neither a file nor a folder.
private func isSpecial(_ path: String) -> Bool { kind(path).map { $0 != S_IFREG && $0 != S_IFDIR } ?? false }

/// Whether a path names a file, and no folder.
public func isFile(_ path: String) -> Bool { kind(path) == S_IFREG }

private func isFolder(_ path: String) -> Bool { kind(path) == S_IFDIR }

private func kind(_ path: String) -> mode_t? {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
}

private func writeInPlace(_ content: [UInt8], path: String) throws(FileError) {
  let file = open(path, O_WRONLY | O_CLOEXEC)
  guard file >= 0 else { throw FileError(path: path, operation: "open", code: errno) }
  try write(content, to: file, path: path, synchronizing: false)
}

/// Writes everything, waits until it is on the disk, and closes the file in any case.
private func write(
  _ content: [UInt8], to file: Int32, path: String, synchronizing: Bool = true
) throws(FileError) {
  var failure: FileError?
  do {
    var done = 0
    while done < content.count {
      let written = content.withUnsafeBytes { write(file, $0.baseAddress.map { $0 + done }, $0.count - done) }
      if written >= 0 { done += written } else if errno != EINTR { try check(-1, path: path, operation: "write") }
    }
    if synchronizing { try check(fsync(file), path: path, operation: "write") }
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
