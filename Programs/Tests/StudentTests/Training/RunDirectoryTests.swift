import Foundation
import Testing

@testable import Student

@Suite struct RunDirectoryTests {
  let folder: TemporaryFolder
  let directory: RunDirectory

  init() throws {
    folder = try TemporaryFolder()
    directory = RunDirectory(root: folder.path, experimentName: "run", seed: 7)
  }

  @Test func liesWhereThePublishedImplementationPutsIt() {
    #expect(directory.path == "\(folder.path)/run/run_s7")
    #expect(RunDirectory(root: "data", experimentName: "a", seed: .max).path == "data/a/a_s18446744073709551615")
  }

  @Test func refusesAFolderWithSomethingInIt() throws {
    _ = try directory.prepare(overwrite: false)
    // Still empty, so still fine.
    _ = try directory.prepare(overwrite: false)
    try directory.replace("config.json", with: "{}\n")
    #expect(throws: RunDirectoryInUse(path: directory.path)) { try directory.prepare(overwrite: false) }
    #expect(try folder.text("run/run_s7/config.json") == "{}\n")
  }

  @Test func overwritesARunButNotAStrangersFile() throws {
    _ = try directory.prepare(overwrite: false)
    try directory.replace("progress.txt", with: "old\n")
    try directory.replace("notes.txt", with: "mine\n")
    _ = try directory.prepare(overwrite: true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["notes.txt"])
  }

  /// A run that was killed before it had a configuration is none to go on with, and its temporary file is in nobody's way.
  @Test func holdsNoRunBeforeItsConfiguration() throws {
    _ = try directory.prepare(overwrite: false)
    try directory.replace("config.json.4711.temporary", with: "{")
    _ = try directory.prepare(overwrite: false)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
    try directory.replace("progress.txt", with: "Epoch\n")
    #expect(!directory.holdsRun)
    try directory.replace("config.json", with: "{}\n")
    #expect(directory.holdsRun)
  }

  @Test(arguments: [
    ("config.json.1.temporary", true), ("config.json.12345.temporary", true), ("config.json..temporary", false),
    (".teachdrl-12-00ab.temporary", true), ("config.json.12-0.temporary", false), ("config.json.12-.temporary", false),
    ("config.json.1-2-3.temporary", false),
    ("config.json.1a.temporary", false), ("config.json.temporary", false), ("config.json.1", false),
    ("my config.json.1.temporary", false), ("config.json", false), ("config.json.1.2.temporary", false),
  ])
  func knowsItsTemporaryFiles(name: String, isTemporary: Bool) {
    #expect(Student.isTemporary(name, of: "config.json") == isTemporary)
  }

  @Test func saysWhichFolderCannotBeMade() {
    for root in ["/dev/null", "/proc/nowhere"] {
      let directory = RunDirectory(root: root, experimentName: "run", seed: 7)
      let error = #expect(throws: FileError.self) { try directory.prepare(overwrite: false) }
      #expect(error?.description.hasPrefix("cannot create '\(root)/run/run_s7': ") == true)
    }
  }

  @Test func appendsWholePieces() throws {
    _ = try directory.prepare(overwrite: false)
    let table = try directory.makeTable("episodes.tsv", header: "a\tb\n")
    try table.append("1\t2\n")
    try table.append("3\t4\n")
    #expect(try folder.text("run/run_s7/episodes.tsv") == "a\tb\n1\t2\n3\t4\n")
  }

  /// The device /dev/full has no room for anything.
  @Test func saysThatTheDiskIsFull() throws {
    let file = try AppendedFile(path: "/dev/full")
    let error = #expect(throws: FileError.self) { try file.append("line\n") }
    #expect(error?.description == "cannot write '/dev/full': No space left on device")
  }
}
