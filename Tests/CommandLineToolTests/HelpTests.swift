import ArgumentParser
import Foundation
import Testing

@testable import CommandLineTool

/// The help texts, word for word. After a change that is meant, run the tests once with TEACHDRL_WRITE_SNAPSHOTS=1 and
/// look at what changed.
@Suite struct HelpTests {
  @Test(arguments: [
    "", "train", "evaluate", "compare", "export", "play", "plot", "report", "toy", "teachers", "environments",
  ])
  func readsAsWritten(subcommand: String) throws {
    let text = helpText(of: subcommand) + "\n"
    let name = subcommand.isEmpty ? "teachdrl" : subcommand
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Help/\(name).txt")
    if ProcessInfo.processInfo.environment["TEACHDRL_WRITE_SNAPSHOTS"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(text == (try? String(contentsOf: file, encoding: .utf8)))
  }

  private func helpText(of subcommand: String) -> String {
    let type: any ParsableCommand.Type =
      TeachdrlCommand.configuration.subcommands.first { $0.configuration.commandName == subcommand }
      ?? TeachdrlCommand.self
    return TeachdrlCommand.helpMessage(for: type, columns: 100)
  }

  /// Every option of a subcommand has a line of help.
  @Test func leavesNoOptionUnexplained() {
    for line in helpText(of: "train").split(separator: "\n") + helpText(of: "toy").split(separator: "\n")
    where line.hasPrefix("  -") {
      #expect(line.contains("  ") && line.count > 10)
    }
  }
}
