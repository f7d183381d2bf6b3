import ArgumentParser
import Glibc
import Pictures
import Student

/// `teachdrl play`
struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play",
    abstract: "Show a walker: in the terminal, as a GIF, or as PNG frames.",
    discussion: """
      Any walker on any track, moved by random actions, by a gait made by hand or by what a run has learnt.

        teachdrl play --set stump_height=0.4
        teachdrl play --policy data/test/test_s0 --test_task 3 --gif walker.gif
      """)

  @OptionGroup(title: "Track") var track: PlayTrackOptions
  @OptionGroup(title: "Player") var player: PlayPolicyOptions
  @OptionGroup(title: "Pictures") var output: PlayOutputOptions

  func run() throws {
    try check()
    // A run's folder or a file; the names of the other players are neither.
    let inputs = try Inputs([player.policy])
    let gif = try output.gif.map { try OutputFile($0, inputs: inputs) }
    let folder = try output.png.map { try OutputFolder($0, inputs: inputs) }
    let episode = try Self.explainingMisuse { try WalkerStart(track, player).episode() }
    let isShow = output.gif == nil && folder == nil
    StopRequest.listen(whileDrawing: isShow)
    if isShow {
      try TerminalShow(.standardOutput, every: output.every, maxSteps: player.maxSteps).show(episode)
      // Ctrl-C is how a show ends before its time; it has a result all the same.
      if StopRequest.isReceived, StopRequest.signal != SIGINT { throw StopRequest.exitCode }
    } else {
      guard try write(episode, to: gif, and: folder) else { throw StopRequest.exitCode }
    }
    try Terminal.standardOutput.writeOrFail(
      "Return \(fixed(episode.episodeReturn)) in \(counted(episode.stepCount, "step"))"
        + (episode.hasEnded ? ".\n" : ", not at the episode's end.\n"))
    if StopRequest.isReceived { throw StopRequest.exitCode }
  }

  private func check() throws {
    try require("max_steps", player.maxSteps, in: 1...100_000)
    try require("every", output.every, in: 1...1000)
    try require("width", output.width, in: 60...4000)
    if output.gif == nil, output.png == nil, !Terminal.standardOutput.isInteractive {
      throw Self.misuse("the output is no terminal to play in; give --gif or --png")
    }
  }

  private func require(_ name: String, _ value: Int, in range: ClosedRange<Int>) throws {
    guard range.contains(value) else {
      throw Self.misuse(
        "\(name) is \(value); it must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// False where the command was asked to stop.
  private func write(_ episode: WalkerEpisode, to file: OutputFile?, and folder: OutputFolder?) throws -> Bool {
    let isStopped = { StopRequest.isReceived }
    guard
      let frames = try episode.frames(
        every: output.every, maxSteps: player.maxSteps, caption: !output.hasNoCaption, until: isStopped)
    else { return false }
    let animation = WalkerAnimation(frames: frames, stepsPerFrame: output.every, width: output.width).animation
    if let file {
      guard let gif = try animation.gif(while: { _ in !isStopped() }) else { return false }
      try file.write(gif)
      try Terminal.standardOutput.writeOrFail(framesAreIn(file.path, frames.count))
    }
    if let folder {
      for frame in frames.indices {
        if isStopped() { return false }
        let number = String(frame)
        let name = "frame_" + String(repeating: "0", count: max(0, 5 - number.count)) + number + ".png"
        _ = try folder.write(try animation.png(frame: frame), to: name)
      }
      try Terminal.standardOutput.writeOrFail(framesAreIn(folder.path, frames.count))
    }
    return true
  }
}

private func framesAreIn(_ path: String, _ count: Int) -> String {
  "\(counted(count, "frame")) \(count == 1 ? "is" : "are") in \(path).\n"
}
