import ArgumentParser
import Arguments
import Glibc
import Student

@main
enum EntryPoint {
  static func main() {
    Terminal.reserveStandardFiles()
    // A reader that goes away, as in `teachdrl train | head`, must not end a run.
    signal(SIGPIPE, SIG_IGN)
    // A file that grows beyond `ulimit -f` is an error like a full disk, not the end of the process.
    signal(SIGXFSZ, SIG_IGN)
    onLargeStack {
      do {
        let arguments = normalizedArguments(Array(CommandLine.arguments.dropFirst()))
        if let misuse = unreadableArgument() ?? unknownCommand(arguments) { throw TeachdrlCommand.misuse(misuse) }
        try Inputs.requireStandardOutputIsNoRunsFile()
        var command = try TeachdrlCommand.parseAsRoot(arguments)
        try command.run()
        end(with: .success)
      } catch {
        end(with: report(error))
      }
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

  /// Prints what an error has to say; help and the version, which the argument parser throws, are results.
  ///
  /// - Returns: The exit status that it means.
  private static func report(_ error: any Error) -> ExitCode {
    let text = TeachdrlCommand.fullMessage(for: error)
    let status = TeachdrlCommand.exitCode(for: error)
    // What was lost of the output is said at the end.
    if text.isEmpty || error is OutputError { return status }
    guard status.isSuccess else {
      Terminal.standardError.write(text + "\n")
      return status
    }
    do {
      try Terminal.standardOutput.writeOrFail(text + "\n")
      return status
    } catch {
      return error as? ExitCode ?? status
    }
  }

  /// Ends the process. Lost output is said, and makes a success a failure.
  private static func end(with status: ExitCode) -> Never {
    var status = status
    if let lost = Terminal.lostOutput() {
      Terminal.standardError.write("Error: \(lost)\n")
      if status.isSuccess { status = .failure }
    }
    if let signal = StopRequest.signal, status == StopRequest.exitCode { Signals.end(by: signal) }
    exit(status.rawValue)
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
