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

  /// What a help text says to type can be pasted into a shell, from a terminal of 80 columns too.
  @Test(arguments: ["train", "export", "play", "plot", "report", "toy"])
  func givesCommandsThatCanBePasted(subcommand: String) throws {
    let type = try #require(
      TeachdrlCommand.configuration.subcommands.first { $0.configuration.commandName == subcommand })
    let shown = TeachdrlCommand.helpMessage(for: type, columns: 80).components(separatedBy: "\n")
    let lines = type.configuration.discussion.components(separatedBy: "\n").filter { $0.hasPrefix("  ") }
    #expect(lines.allSatisfy(shown.contains))
    let commands = lines.joined(separator: "\n").replacingOccurrences(of: "\\\n", with: " ").split(separator: "\n")
    #expect(!commands.isEmpty)
    for command in commands {
      let words = command.split(separator: " ").map(String.init)
      #expect(words.first == "teachdrl")
      #expect(throws: Never.self, "\(command)") {
        _ = try TeachdrlCommand.parseAsRoot(normalizedArguments(Array(words.dropFirst())))
      }
    }
  }

  /// Every option of a subcommand has a line of help.
  @Test func leavesNoOptionUnexplained() {
    for line in helpText(of: "train").split(separator: "\n") + helpText(of: "toy").split(separator: "\n")
    where line.hasPrefix("  -") {
      #expect(line.contains("  ") && line.count > 10)
    }
  }
}
