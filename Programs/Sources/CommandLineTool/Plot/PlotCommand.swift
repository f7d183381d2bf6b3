import ArgumentParser
import Glibc
import Pictures
import Student

/// `teachdrl plot`
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw learning curves, curricula and test sets of training runs.",
    discussion: """
      Each picture is written as SVG and as PNG. Runs of one experiment that differ in their seeds are one group: curves \
      show the mean over its runs and the standard deviation. A run may still be going on.

        teachdrl plot data/alpgmm/*_s* data/random/*_s* --out pictures
        teachdrl plot data/alpgmm/alpgmm_s0 --gif
      """)

  @Argument(help: ArgumentHelp("Runs' folders, such as data/test/test_s0.", valueName: "folder"))
  var folders: [String] = []

  @Option(help: ArgumentHelp("Folder that the pictures go to.", valueName: "folder"))
  var out = "pictures"

  @Flag(
    name: .customLong("gif"),
    help: "Draw each run's curriculum as an animation too: a GIF in which a frame is a window of episodes.")
  var isAnimated = false

  @Option(
    help: ArgumentHelp(
      "Draw how an episode of Box2D 2.3, recorded in a file, differs from the same actions here; instead of runs or beside "
        + "them. May be repeated.", valueName: "file"))
  var physics: [String] = []

  func run() throws {
    guard !folders.isEmpty || !physics.isEmpty else {
      throw Self.misuse("there is nothing to draw; give a run's folder, such as data/test/test_s0")
    }
    let inputs = try Inputs(folders + physics)
    let runs = try Self.distinctRuns(folders).map { try RecordedRun($0) }
    let recordings = try physics.map { try RecordedEpisode(path: $0) }
    let folder = try OutputFolder(out, inputs: inputs)
    StopRequest.listen()
    var paths: [String] = []
    if !runs.isEmpty {
      guard let drawn = try RunPictures(runs, isAnimated: isAnimated).write(to: folder) else {
        throw StopRequest.exitCode
      }
      paths += drawn
    }
    if !recordings.isEmpty {
      let comparisons = try recordings.map { (name: $0.name, comparison: try $0.compared()) }
      paths += try folder.write(PhysicsPicture(comparisons).picture, to: "box2d_generations")
    }
    try Terminal.standardOutput.writeOrFail("Pictures:\n" + paths.map { "  \($0)\n" }.joined())
  }
}
