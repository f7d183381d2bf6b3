import Glibc

extension RunDirectory {
  /// Refuses files that do not begin with what a checkpoint says, and touches none.
  ///
  /// - Parameter ends: Where the growing files ended when the checkpoint was taken.
  /// - Returns: The same ends, with the checksums that appending to the files needs.
  /// - Throws: A `RunFileError` that names the file, or a `FileError`.
  func requireFiles(_ ends: RunFileEnds) throws -> RunFileEnds {
    var known = ends
    for (name, end) in ends.byName {
      let (problem, checksum) = try problem(of: name, end)
      if let problem {
        throw RunFileError(path: file(name), problem: "\(problem); \(RunFileError.remedy)")
      }
      if let checksum { known.note(checksum, of: name) }
    }
    return known
  }

  /// The names of the growing files that do not begin with what they held.
  ///
  /// - Throws: A `FileError`.
  func changedFiles(since ends: RunFileEnds) throws -> [String] {
    try ends.byName.filter { try problem(of: $0.name, $0.end).text != nil }.map(\.name)
  }

  /// Cuts off what is behind the ends of growing files, none of which is shorter.
  ///
  /// - Returns: The names of those that were longer.
  /// - Throws: A `FileError`.
  func cutBack(to ends: RunFileEnds) throws -> [String] {
    let longer = try ends.byName.filter { try length(of: $0.name) ?? 0 > $0.end.length }
    for (name, end) in longer { _ = try AppendedFile(path: file(name), keeping: end) }
    return longer.map(\.name)
  }

  /// What is wrong with a growing file, in words, and the checksum of what it must begin with. Transitions have none:
  /// their log checks its episodes itself.
  private func problem(of name: String, _ end: FileEnd) throws(FileError) -> (text: String?, checksum: Checksum?) {
    guard let length = try length(of: name) else { return ("is not there", nil) }
    guard length >= end.length else {
      return ("is shorter than when the run was saved, \(length) bytes instead of \(end.length)", nil)
    }
    guard name != Self.transitions else { return (nil, nil) }
    var checksum = Checksum()
    _ = try readFile(file(name), upTo: end.length) { checksum.add($0) }
    let isSame = end.checksum == nil || end.checksum == checksum
    return (isSame ? nil : "was changed in its first \(end.length) bytes since the run was saved", checksum)
  }

  /// Refuses files whose change would change another folder's too: hard links, as `cp -l` makes them, and links to the
  /// files of another run.
  ///
  /// - Throws: A `RunFileError` that names the file.
  func requireFilesOfItsOwn() throws(RunFileError) {
    for path in ownFiles {
      var status = stat()
      guard stat(path, &status) == 0 else { continue }
      let owner = RunDirectory(owningFileAt: path)
      let isForeign = owner.map { $0.identity != identity } ?? false
      guard status.st_nlink <= 1, !isForeign else {
        throw RunFileError(
          path: path,
          problem: "is the same file as another one, which would change with it; put a copy in its place")
      }
    }
  }

  /// A file's length in bytes; nil only if there is no such file.
  func length(of name: String) throws(FileError) -> Int? {
    var status = stat()
    if stat(file(name), &status) == 0 { return Int(status.st_size) }
    guard errno == ENOENT else { throw FileError(path: file(name), operation: "read", code: errno) }
    return nil
  }
}
