import Foundation
import Student
import Testing

@testable import CommandLineTool

/// What the commands say of folders that hold no run, and of one that is given twice.
@Suite struct RunFoldersTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for run in ["data/test/test_s0", "data/test/test_s1", "data/alone/alone_s7"] {
      try FileManager.default.createDirectory(atPath: "\(folder.path)/\(run)", withIntermediateDirectories: true)
      try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(run)/config.json"))
    }
  }

  private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  @Test(arguments: [
    ("data/alone", "data/alone holds no run; did you mean 'ROOT/data/alone/alone_s7'?"),
    ("data/test/", "data/test/ holds no run; the runs in it are ROOT/data/test/test_s0, ROOT/data/test/test_s1"),
    ("data/tset", "holds no run; did you mean 'ROOT/data/test'?"),
    ("data/test/test_0", "holds no run; did you mean 'ROOT/data/test/test_s0'?"),
    ("data/x", "holds no run; there are ROOT/data/alone/alone_s7, ROOT/data/test/test_s0, ROOT/data/test/test_s1"),
    ("data/test/x", "holds no run; there are ROOT/data/test/test_s0, ROOT/data/test/test_s1"),
    ("elsewhere", "elsewhere holds no run"), ("///", "holds no run"),
  ])
  func namesTheRunThatMayBeMeant(name: String, message: String) {
    let expected = message.replacingOccurrences(of: "ROOT", with: folder.path)
    #expect(throws: NoRun.self) { try runDirectory(path(name)) }
    #expect(NoRun(folder: path(name)).description.contains(expected))
    #expect(throws: Never.self) { try runDirectory(path("data/test/test_s0")) }
  }

  @Test func namesRunsInTheWorkingFolder() throws {
    func error(_ name: String, in place: String) throws -> String {
      try #require(try ToolProcess.run(["evaluate", name], in: path(place))).errors
    }
    #expect(try error("x", in: "data/test").contains("x holds no run; there are test_s0, test_s1"))
    #expect(try error("tset", in: "data").contains("tset holds no run; did you mean 'test'?"))
  }

  @Test(arguments: ["data/test/test_s0", "data/test/test_s0/", "data/../data/test/test_s0", "link"])
  func refusesAFolderThatIsGivenTwice(spelling: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "data/test/test_s0")
    let error = #expect(throws: Misuse.self) { try requireDistinct([path("data/test/test_s0"), path(spelling)]) }
    #expect(error?.message.contains("give each run once") == true)
    #expect(throws: Never.self) { try requireDistinct([path("data/test/test_s0"), path("data/test/test_s1"), "none"]) }
  }

  @Test(arguments: ["compare", "plot", "report", "train --resume"])
  func everyCommandForSeveralRunsRefusesIt(command: String) throws {
    let arguments = command.split(separator: " ").map(String.init) + ["data/test/test_s0", "data/test/test_s0/"]
    let result = try #require(try ToolProcess.run(arguments, in: folder.path))
    #expect(result.status == 64)
    #expect(result.errors.contains("'data/test/test_s0' and 'data/test/test_s0/' are the same folder"))
  }
}
