import Glibc

/// The names of what is in a folder, in no order.
///
/// - Throws: If the system refuses, or there is no such folder.
public func folderEntries(_ path: String) throws(FileError) -> [String] {
  guard let folder = opendir(path) else { throw FileError(path: path, operation: "open", code: errno) }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) { names.append(name(of: entry)) }
  return names.filter { $0 != "." && $0 != ".." }
}

/// An entry is only as long as its name needs, so it must not be read as a whole.
private func name(of entry: UnsafeMutablePointer<dirent>) -> String {
  let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
  return String(cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
}
