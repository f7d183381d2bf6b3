import ArgumentParser
import Pictures
import Student

/// `teachdrl report`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write an HTML page about each experiment: curves, curriculum, test set, walks.",
    discussion: """
      A page is one file that needs no network and no server. Runs of one experiment that differ in their seeds share a page.

        teachdrl report data/test/test_s* --out reports
      """)

  @Argument(help: ArgumentHelp("Runs' folders, such as data/test/test_s0.", valueName: "folder"))
  var folders: [String]

  @Option(help: ArgumentHelp("Folder that the pages go to, EXP_NAME.html.", valueName: "folder"))
  var out = "reports"

  @Option(
    name: .customLong("walk"),
    help: ArgumentHelp(
      "A test task, counted from 1, to show a walk on; may be repeated. (default: those of best, middle and least return)",
      valueName: "n"))
  var walks: [Int] = []

  func run() throws {
    let inputs = try Inputs(folders)
    let groups = RunGroup.groups(try Self.distinctRuns(folders).map { try RecordedRun($0) })
    try checkWalks(groups)
    let folder = try OutputFolder(out, inputs: inputs)
    StopRequest.listen()
    var (paths, names) = ([String](), DistinctFileNames())
    for group in groups {
      let tasks =
        walks.isEmpty
        ? TestWalk.chosenTasks(TestSetPicture(group)) : Set(walks).sorted().map { ($0 - 1, "as asked for") }
      guard let walks = try TestWalk.walks(of: group.runs[0], tasks: tasks, until: { StopRequest.isReceived }) else {
        throw StopRequest.exitCode
      }
      // On a page of its own a group needs no name but its teacher's.
      let page = try ReportPage(RunGroup.groups(group.runs)[0], walks: walks).html()
      paths.append(try folder.write(Array(page.utf8), to: names.name(name(of: group, among: groups)) + ".html"))
    }
    try Terminal.standardOutput.writeOrFail("Reports:\n" + paths.map { "  \($0)\n" }.joined())
  }

  /// Refuses a task that a test set does not have.
  private func checkWalks(_ groups: [RunGroup]) throws {
    guard !walks.isEmpty else { return }
    for run in groups.map({ $0.runs[0] }) {
      let count = try run.configuration.testTasks().count
      if let wrong = walks.first(where: { $0 < 1 || $0 > count }) {
        throw Self.misuse("walk is \(wrong); the test set of \(run.directory.path) has the tasks 1 to \(count)")
      }
    }
  }

  /// The experiment's name, with the teacher's where two groups share it.
  private func name(of group: RunGroup, among groups: [RunGroup]) -> String {
    let experiment = group.runs[0].configuration.experimentName
    let isShared = groups.count { $0.runs[0].configuration.experimentName == experiment } > 1
    return isShared ? "\(experiment)_\(group.runs[0].configuration.teacher)" : experiment
  }
}
