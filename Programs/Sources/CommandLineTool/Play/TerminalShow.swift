import Glibc
import Pictures

/// Shows an episode in a terminal, in real time.
struct TerminalShow {
  private let output: Terminal
  private let every: Int
  private let maxSteps: Int

  init(_ output: Terminal, every: Int, maxSteps: Int) {
    (self.output, self.every, self.maxSteps) = (output, every, maxSteps)
  }

  /// Plays until the episode's end, the last step asked for, or a request to stop. The terminal is left as it was.
  func show(_ episode: WalkerEpisode) throws {
    defer { AlternateScreen.leave() }
    try AlternateScreen.enter()
    let frameTime = Duration.milliseconds(20 * every)
    var next = ContinuousClock.now
    while !StopRequest.isReceived {
      try AlternateScreen.draw("\u{1B}[H" + picture(try episode.frame(caption: false)) + statusLine(episode))
      if episode.hasEnded || episode.stepCount >= maxSteps { break }
      try episode.advance(min(every, maxSteps - episode.stepCount))
      next += frameTime
      let wait = (next - ContinuousClock.now) / .microseconds(1)
      if wait > 0 { usleep(UInt32(min(wait, 1e6))) } else { next = ContinuousClock.now }
    }
    // The last picture is worth a look.
    if !StopRequest.isReceived { usleep(700_000) }
  }

  /// As large as the terminal allows at three to two, with two pixels a character.
  private func picture(_ frame: WalkerFrame) -> String {
    let (width, height) = (output.width, max(output.height - 1, 2))
    let columns = max(12, min(width, height * 3))
    let rows = max(4, columns / 3)
    let canvas = Canvas(width: columns, height: rows * 2)
    frame.paint(on: canvas)
    return terminalText(canvas, columns: columns, rows: rows)
  }

  private func statusLine(_ episode: WalkerEpisode) -> String {
    let seconds = fixed(Double(episode.stepCount) / 50)
    let line = "\(seconds) s  return \(fixed(episode.episodeReturn))  \(episode.terrain)  Ctrl-C ends"
    return "\r\n\u{1B}[K" + line.prefix(max(output.width - 1, 1))
  }
}
