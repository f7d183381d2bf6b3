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

  @OptionGroup var format: TableFormat

  func run() throws {
    if let epoch, epoch < 1 { throw Self.misuse("epoch is \(epoch); epochs count from 1") }
    // Standard output may be a run's file.
    _ = try Inputs(folders)
    let directories = try Self.distinctRuns(folders)
    let epoch = try epoch ?? lastCommonEpoch(directories)
    let (tested, missing) = try outcomes(of: directories, epoch: epoch)
    if tested.isEmpty, let first = missing.first { throw first }
    let comparison = try Self.explainingMisuse { try RunComparison(tested) }
    let notes = missing.map { "\($0); it is left out." } + comparison.remarks
    try Terminal.standardOutput.writeOrFail(
      format.csv ? comparison.csv : format.json ? comparison.json(notes: notes) : comparison.text)
    for note in notes { Terminal.standardError.write("Note: \(note)\n") }
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

  /// The last epoch after which all runs were tested that were tested at all; nil if none was.
  private func lastCommonEpoch(_ directories: [RunDirectory]) throws -> Int? {
    let epochs = try directories.map { Set(try RunOutcome.testedEpochs(of: $0)) }.filter { !$0.isEmpty }
    guard let first = epochs.first else { return nil }
    guard let epoch = epochs.reduce(first, { $0.intersection($1) }).max() else {
      throw Self.misuse("there is no epoch after which all runs were tested; compare those with the same test_interval")
    }
    return epoch
  }
}
