import Foundation
import Testing

@testable import Student

@Suite struct AtomicFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var path: String { "\(folder.path)/file" }

  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test func replacesAFile() throws {
    for content in ["first", "second"] {
      try requireReplaceableFile(at: path)
      try replaceFile(at: path, with: Array(content.utf8))
      #expect(try text(path) == content)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
  }

  @Test func keepsALinkALink() throws {
    try replaceFile(at: path, with: Array("old".utf8))
    try FileManager.default.createSymbolicLink(atPath: path + "-link", withDestinationPath: "file")
    try replaceFile(at: path + "-link", with: Array("new".utf8))
    #expect(try text(path) == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path + "-link") == "file")
  }

  /// As root a device could be replaced, which would be the end of it.
  @Test func writesToWhatIsNoFile() throws {
    try #require(mkfifo(path, 0o600) == 0)
    // Opened for both, a pipe needs no second process.
    let pipe = open(path, O_RDWR)
    defer { close(pipe) }
    try requireReplaceableFile(at: path)
    try replaceFile(at: path, with: Array("through".utf8))
    var bytes = [UInt8](repeating: 0, count: 7)
    #expect(read(pipe, &bytes, 7) == 7)
    #expect(bytes == Array("through".utf8))
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
  }

  @Test(arguments: [("", ENOENT), ("/nowhere/file", ENOENT), ("/dev/null/file", ENOTDIR), ("/tmp", EISDIR)])
  func refusesWhatCannotBe(path: String, code: Int32) {
    do {
      try requireReplaceableFile(at: path)
      Issue.record("'\(path)' was taken")
    } catch {
      #expect(error.code == code && error.path == path)
    }
    #expect(throws: FileError.self) { try replaceFile(at: path, with: []) }
  }
}
