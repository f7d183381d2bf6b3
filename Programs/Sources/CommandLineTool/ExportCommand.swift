import ArgumentParser
import Student

/// `teachdrl export`
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write what a run has learnt to a file of its own: the policy, without what it learnt with.",
    discussion: """
      The policy is that of the run's last epoch or stop, as safetensors; 'teachdrl play' plays it.

        teachdrl export data/test/test_s0 walker.safetensors
        teachdrl play --policy walker.safetensors --set stump_height=0.4
      """)

  @Argument(help: ArgumentHelp("The run's folder, as in data/test/test_s0.", valueName: "folder"))
  var folder: String

  @Argument(help: ArgumentHelp("The file that is written, or replaced.", valueName: "file"))
  var file: String

  func run() throws {
    let output = try OutputFile(file, inputs: try Inputs([folder]))
    let policy = try TrainedPolicy(of: try runDirectory(folder), playing: .first(1))
    try policy.savePolicy(to: output.path)
    try Terminal.standardOutput.writeOrFail(
      "The policy of \(folder), for the walker \(policy.walker), is in \(file).\n")
  }
}
