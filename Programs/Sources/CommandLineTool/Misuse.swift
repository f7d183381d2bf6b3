import ArgumentParser
import Student
import TeachDRL

/// What is wrong with the arguments, in words.
struct Misuse: Error, Equatable {
  let message: String
}

extension ParsableCommand {
  /// The folders of several runs that must be there, each given once.
  static func distinctRuns(_ folders: [String]) throws -> [RunDirectory] {
    try explainingMisuse { try requireDistinct(folders) }
    return try folders.map(runDirectory)
  }

  /// What a body finds wrong with the arguments ends the command as `misuse` does.
  static func explainingMisuse<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as Misuse {
      throw misuse(error.message)
    } catch let error as ConfigurationError {
      throw misuse(error.description)
    } catch let error as LibraryError {
      throw misuse(error.commandLineMessage)
    }
  }

  /// Says what is wrong with the arguments and where to read what would be right; the result ends the command.
  static func misuse(_ message: String) -> ExitCode {
    let name = configuration.commandName ?? ""
    let command = Self.self == TeachdrlCommand.self ? name : "teachdrl \(name)"
    Terminal.standardError.write(
      """
      Error: \(message)
        See '\(command) --help' for what there is.

      """)
    return .validationFailure
  }
}
