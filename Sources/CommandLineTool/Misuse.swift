import ArgumentParser

/// What is wrong with the arguments, in words.
struct Misuse: Error, Equatable {
  let message: String
}

extension ParsableCommand {
  /// Says what is wrong with the arguments and where to read what would be right; the result ends the command.
  static func misuse(_ message: String) -> ExitCode {
    Terminal.standardError.write(
      """
      Error: \(message)
        See 'teachdrl \(configuration.commandName ?? "") --help' for what there is.

      """)
    return .validationFailure
  }
}
