import ArgumentParser
import Student

/// `teachdrl evaluate`
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Play the test set with what a run has learnt, without exploration.",
    discussion: "Plays the networks that the run saved last, on the tracks that its own tests are played on.")

  @Argument(help: ArgumentHelp("The run's folder, as in data/test/test_s0.", valueName: "folder"))
  var folder: String

  @Option(
    name: .customLong("nb_test_episodes"),
    help: ArgumentHelp("Test tasks that are played, the first of the test set. (default: all)", valueName: "n"))
  var taskCount: Int?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Seed of the tracks and pushes. (default: those of the run's own tests)", valueName: "n"))
  var seed: UInt64?

  @OptionGroup var format: TableFormat

  func run() throws {
    if let taskCount, taskCount < 1 {
      throw Self.misuse("nb_test_episodes is \(taskCount); it must be a whole number from 1 on")
    }
    // Standard output may be a run's file.
    _ = try Inputs([folder])
    let policy = try Self.explainingMisuse {
      try TrainedPolicy(
        of: try runDirectory(folder), playing: taskCount.map(TrainedPolicy.Tasks.first) ?? .all, seed: seed)
    }
    StopRequest.listen()
    guard let episodes = try policy.play(while: { _ in !StopRequest.isReceived }) else {
      throw StopRequest.exitCode
    }
    let table = EvaluationTable(episodes, policy, path: folder)
    try Terminal.standardOutput.writeOrFail(format.csv ? table.csv : format.json ? table.json : table.text)
  }
}
