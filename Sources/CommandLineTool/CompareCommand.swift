import ArgumentParser
import Student

/// `teachdrl compare`
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare what runs with different teachers have reached.",
    discussion: """
      Takes each run's last test, groups the runs by teacher, and tests each two teachers' means by Welch's test, which \
      does not take their deviations to be equal.
      """)

  @Argument(help: ArgumentHelp("The runs' folders, as in data/test/test_s*.", valueName: "folder"))
  var folders: [String]

  @Option(help: ArgumentHelp("Compare after this epoch. (default: the last that all runs have)", valueName: "n"))
  var epoch: Int?

  @Flag(help: "Print comma-separated values: the runs, the teachers, and the tests.")
  var csv = false

  func run() throws {
    if let epoch, epoch < 1 { throw Self.misuse("epoch is \(epoch); epochs count from 1") }
    let directories = try distinctDirectories()
    let epoch = try epoch ?? directories.map { try RunOutcome(of: $0).epoch }.min()
    let comparison = try comparison(try directories.map { try RunOutcome(of: $0, epoch: epoch) })
    Terminal.standardOutput.write(csv ? comparison.csv : comparison.text)
    for remark in comparison.remarks { Terminal.standardError.write("Note: \(remark)\n") }
  }

  /// The runs' folders. One that is given twice, however it is spelt, would count as two runs.
  private func distinctDirectories() throws -> [RunDirectory] {
    var spellings: [String: String] = [:]
    for folder in folders {
      guard let path = RunDirectory(path: folder).resolvedPath else { continue }
      if let other = spellings.updateValue(folder, forKey: path) {
        throw Self.misuse("'\(other)' and '\(folder)' are the same folder; give each run once")
      }
    }
    return folders.map { RunDirectory(path: $0) }
  }

  private func comparison(_ runs: [RunOutcome]) throws -> RunComparison {
    do {
      return try RunComparison(runs)
    } catch {
      throw Self.misuse(error.message)
    }
  }
}
