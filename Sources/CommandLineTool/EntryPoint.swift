import Arguments
import Glibc
import Student

@main
enum EntryPoint {
  static func main() {
    // A reader that goes away, as in `teachdrl train | head`, must not end a run.
    signal(SIGPIPE, SIG_IGN)
    onLargeStack {
      let arguments = normalizedArguments(Array(CommandLine.arguments.dropFirst()))
      if let misuse = unreadableArgument() ?? unknownCommand(arguments) {
        exit(TeachdrlCommand.misuse(misuse).rawValue)
      }
      TeachdrlCommand.main(arguments)
    }
  }

  /// Refuses an argument that is not UTF-8: it would be repaired silently, and name another file.
  private static func unreadableArgument() -> String? {
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let bytes = CommandLine.unsafeArgv[index], String(validatingCString: bytes) == nil else { continue }
      return "argument \(index) is '\(String(cString: bytes))', which is not UTF-8; file names must be UTF-8 here"
    }
    return nil
  }

  /// The first word names a command.
  private static func unknownCommand(_ arguments: [String]) -> String? {
    let commands = TeachdrlCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
    guard let word = words.first, !word.hasPrefix("-"), word != "help", !commands.contains(word) else { return nil }
    return UsageError.unknownName("command", word, among: commands).message
  }
}

/// Runs a body on a thread with a large stack, and waits for it: the stack that the process was started with is as small
/// as its caller likes.
private func onLargeStack(_ body: @escaping @Sendable () -> Void) {
  // Signals are for the thread that does the work.
  let former = blockAllSignals()
  let thread = SystemThread {
    restoreSignals(former)
    body()
  }
  guard let thread else {
    restoreSignals(former)
    return body()
  }
  thread.join()
}

private func blockAllSignals() -> sigset_t {
  var (all, former) = (sigset_t(), sigset_t())
  sigfillset(&all)
  pthread_sigmask(SIG_SETMASK, &all, &former)
  return former
}

private func restoreSignals(_ former: sigset_t) {
  var former = former
  pthread_sigmask(SIG_SETMASK, &former, nil)
}
