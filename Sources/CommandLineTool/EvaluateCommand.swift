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
    help: ArgumentHelp("Test tasks that are played, 50 at most. (default: as many as there are)", valueName: "n"))
  var taskCount: Int?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Seed of the tracks and pushes. (default: those of the run's own tests)", valueName: "n"))
  var seed: UInt64?

  func run() throws {
    if let taskCount, taskCount < 1 {
      throw Self.misuse("nb_test_episodes is \(taskCount); it must be a whole number from 1 to 50")
    }
    let policy = try Self.explainingMisuse {
      try TrainedPolicy(of: try runDirectory(folder), taskCount: taskCount ?? 50, seed: seed)
    }
    StopRequest.listen()
    guard let episodes = try policy.play(while: { _ in StopRequest.signal == nil }) else {
      throw ExitCode(128 + (StopRequest.signal ?? 0))
    }
    Terminal.standardOutput.write(evaluationText(episodes, policy))
  }
}

/// A line a task, and what they come to.
private func evaluationText(_ episodes: [EpisodeRecord], _ policy: TrainedPolicy) -> String {
  let names = policy.parameters
  // Twelve offsets of vertices would make lines that nobody reads.
  let shown = names.count <= 4 ? names : []
  let widths = shown.map { max($0.count, 8) + 2 }
  var text = rightAligned("task", 6) + zip(shown, widths).map { rightAligned($0, $1) }.joined()
  text += rightAligned("return", 10) + rightAligned("length", 8) + rightAligned("mastered", 10) + "\n"
  for (index, episode) in episodes.enumerated() {
    let values = zip(episode.task, widths).map { rightAligned(fixed($0, decimals: 3), $1) }.joined()
    text += rightAligned("\(index + 1)", 6) + values + rightAligned(fixed(episode.episodeReturn), 10)
    text += rightAligned("\(episode.length)", 8)
    text += rightAligned(episode.episodeReturn > policy.masteredReturn ? "yes" : "", 10) + "\n"
  }
  let result = policy.result(episodes)
  let share = 100 * Double(result.masteredCount) / Double(result.taskCount)
  let threshold = fixed(policy.masteredReturn, decimals: 0)
  return text + "\nMean return \(fixed(result.meanReturn)); mastered (above \(threshold)):"
    + " \(result.masteredCount) of \(result.taskCount), \(fixed(share)) %.\n"
}
