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
    let directories = folders.map { RunDirectory(path: $0) }
    let epoch = try epoch ?? directories.map { try RunOutcome(of: $0).epoch }.min()
    let comparison = RunComparison(try directories.map { try RunOutcome(of: $0, epoch: epoch) })
    Terminal.standardOutput.write(csv ? comparison.csv : comparison.text)
    if comparison.settings.count > 1 {
      Terminal.standardError.write(
        "Note: the runs are about different environments or walkers; their means say little together.\n")
    }
  }
}
