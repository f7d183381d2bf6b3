import ArgumentParser
import Student
import TeachDRL

/// The command line: `teachdrl`.
struct TeachdrlCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "teachdrl",
    abstract: "Automatic curriculum learning: teachers that choose the tasks on which a student trains.",
    discussion: """
      Start with 'teachdrl toy': a teacher against random tasks, in seconds. Option names may be written with \
      underscores or with hyphens.
      """,
    version: "teachdrl \(LibraryVersion.header) (library \(LibraryVersion.loaded))",
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, CompareCommand.self, ExportCommand.self, PlayCommand.self,
      PlotCommand.self, ReportCommand.self, ToyCommand.self, TeachersCommand.self,
      EnvironmentsCommand.self,
    ])
}
