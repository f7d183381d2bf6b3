import Synchronization

/// The terminal's other screen, without a cursor, for a command that draws pictures. The screen with the commands is back
/// when the drawing ends, and for as long as the process is suspended.
enum AlternateScreen {
  private static let isShown = Mutex(false)
  private static let output = Terminal.standardOutput
  private static let show = "\u{1B}[?1049h\u{1B}[?25l"
  private static let hide = "\u{1B}[?25h\u{1B}[?1049l"

  /// Shows the screen. Whoever calls it calls `leave` too.
  static func enter() throws {
    try isShown.withLock { isShown in
      isShown = true
      try output.writeOrFail(show)
    }
  }

  /// Draws on the screen.
  ///
  /// - Throws: An error if the terminal does not take it.
  static func draw(_ text: String) throws {
    try isShown.withLock { _ in try output.writeOrFail(text) }
  }

  /// Brings back the screen with the commands. Does nothing if it is there already.
  static func leave() {
    isShown.withLock { isShown in
      if isShown { output.writeInAnyCase(hide) }
      isShown = false
    }
  }

  /// The same for a process that is about to end, which does not wait for a terminal that takes nothing.
  static func leaveAtOnce() {
    isShown.withLockIfAvailable { isShown in
      if isShown { output.writeInAnyCase(hide) }
    }
  }

  /// Brings back the screen with the commands for as long as a body takes. Meanwhile nothing is drawn.
  static func leave(during body: () -> Void) {
    isShown.withLock { isShown in
      if isShown { output.writeInAnyCase(hide) }
      body()
      if isShown { output.write(show) }
    }
  }
}
