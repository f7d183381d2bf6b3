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
    let directories = try Self.distinctRuns(folders)
    let (tested, missing) = try outcomes(of: directories, epoch: epoch)
    if tested.isEmpty, let first = missing.first { throw first }
    // Without `--epoch` each run's last test was read: now the last that all of them have.
    let epoch = tested.map(\.epoch).min()
    let runs = try tested.map { $0.epoch == epoch ? $0 : try RunOutcome(of: RunDirectory(path: $0.path), epoch: epoch) }
    let comparison = try Self.explainingMisuse { try RunComparison(runs) }
    Terminal.standardOutput.write(csv ? comparison.csv : comparison.text)
    for test in missing { Terminal.standardError.write("Note: \(test); it is left out.\n") }
    for remark in comparison.remarks { Terminal.standardError.write("Note: \(remark)\n") }
  }

  /// The tests of those runs that have been tested, and what is missing of the others.
  private func outcomes(
    of directories: [RunDirectory], epoch: Int?
  ) throws -> (tested: [RunOutcome], missing: [MissingTest]) {
    var (tested, missing) = ([RunOutcome](), [MissingTest]())
    for directory in directories {
      do {
        tested.append(try RunOutcome(of: directory, epoch: epoch))
      } catch let test as MissingTest {
        missing.append(test)
      }
    }
    return (tested, missing)
  }
}
