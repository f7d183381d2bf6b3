import ArgumentParser
import Student

/// `teachdrl toy`
struct ToyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "toy",
    abstract: "Compare a teacher with random tasks on the toy environment, in seconds.",
    discussion: """
      The toy environment is a box cut into cells. Playing a task in a cell raises its competence, but only once a \
      neighbour towards the origin is mastered. The table shows the share of mastered cells.
      """)

  @Option(help: ArgumentHelp("The teacher to look at ('teachdrl teachers' lists them).", valueName: "name"))
  var teacher = "ALP-GMM"

  @Option(name: [.short, .long], help: ArgumentHelp("The seed of the teachers' generators.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("Episodes that each teacher has.", valueName: "n"))
  var episodes = 20_000

  @Option(name: [.customLong("nb_dims"), .customLong("dims")], help: toyHelp("nb_dims"))
  var dimensions: String?

  @Option(name: .customLong("nb_cubes"), help: toyHelp("nb_cubes"))
  var cubes: String?

  @Option(name: .customLong("irrelevant_dims"), help: toyHelp("irrelevant_dims"))
  var irrelevantDimensions: String?

  func run() throws {
    guard (1...10_000_000).contains(episodes) else {
      throw Self.misuse("episodes is \(episodes); it must be a whole number from 1 to 10000000")
    }
    let output = Terminal.standardOutput
    let comparison: ToyComparison
    do {
      comparison = try ToyComparison(
        teachers: teacher == "Random" ? ["Random"] : [teacher, "Random"], toyOptions: toyOptions, seed: seed)
    } catch {
      throw Self.misuse(error.message)
    }
    output.write(
      "Toy environment, tasks of \(comparison.dimension) parameters: share of mastered cells in percent.\n\n")
    output.write(tableRow("episode", comparison.teachers))
    let rows = min(10, episodes)
    var played = 0
    output.write(try row(played, comparison))
    for index in 1...rows {
      let next = episodes * index / rows
      try comparison.play(episodes: next - played)
      played = next
      output.write(try row(played, comparison))
    }
  }

  private var toyOptions: [OptionSetting] {
    [("nb_dims", dimensions), ("nb_cubes", cubes), ("irrelevant_dims", irrelevantDimensions)].compactMap {
      (name, value) in value.map { OptionSetting(name, $0) }
    }
  }

  private func row(_ episode: Int, _ comparison: ToyComparison) throws -> String {
    tableRow(grouped(episode), try comparison.masteredShares().map { fixed($0) })
  }
}

private func tableRow(_ first: String, _ cells: [String]) -> String {
  ([rightAligned(first, 10)] + cells.map { rightAligned($0, 10) }).joined(separator: "  ") + "\n"
}

private func toyHelp(_ option: String) -> ArgumentHelp {
  helpText(option, of: (try? Listing.toy()).map { [$0] } ?? [], naming: false)
}
