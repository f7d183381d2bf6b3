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
    try directory.prepare(overwrite: false)
    // Still empty, so still fine.
    try directory.prepare(overwrite: false)
    try directory.replace("config.json", with: "{}\n")
    #expect(throws: RunDirectoryError.notEmpty(directory.path)) { try directory.prepare(overwrite: false) }
    #expect(try folder.text("run/run_s7/config.json") == "{}\n")
  }

  @Test func overwritesARunButNotAStrangersFile() throws {
    try directory.prepare(overwrite: false)
    try directory.replace("progress.txt", with: "old\n")
    try directory.replace("notes.txt", with: "mine\n")
    try directory.prepare(overwrite: true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["notes.txt"])
  }

  @Test func saysWhichFolderCannotBeMade() {
    for root in ["/dev/null", "/proc/nowhere"] {
      let directory = RunDirectory(root: root, experimentName: "run", seed: 7)
      let error = #expect(throws: RunDirectoryError.self) { try directory.prepare(overwrite: false) }
      #expect(error?.description.hasPrefix("cannot write \(root)/run/run_s7: ") == true)
    }
  }

  @Test func replacesAFileInOneStep() throws {
    struct Failure: Error {}
    try directory.prepare(overwrite: false)
    try directory.replace("networks.safetensors", with: "first")
    try directory.replace("networks.safetensors", with: "second")
    #expect(throws: Failure.self) {
      try directory.replace("networks.safetensors") { path in
        try "half of the thi".write(toFile: path, atomically: false, encoding: .utf8)
        throw Failure()
      }
    }
    #expect(try folder.text("run/run_s7/networks.safetensors") == "second")
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["networks.safetensors"])
  }

  @Test func appendsWholePieces() throws {
    try directory.prepare(overwrite: false)
    let table = try directory.makeTable("episodes.tsv", header: "a\tb\n")
    try table.append("1\t2\n")
    try table.append("3\t4\n")
    #expect(try folder.text("run/run_s7/episodes.tsv") == "a\tb\n1\t2\n3\t4\n")
  }

  /// The device /dev/full has no room for anything.
  @Test func saysThatTheDiskIsFull() throws {
    let file = try AppendedFile(path: "/dev/full")
    let error = #expect(throws: RunDirectoryError.self) { try file.append("line\n") }
    #expect(error?.description == "cannot write /dev/full: No space left on device")
  }
}
