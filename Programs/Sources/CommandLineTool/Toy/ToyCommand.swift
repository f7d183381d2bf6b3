import ArgumentParser
import Student
import TeachDRL

/// `teachdrl toy`
struct ToyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "toy",
    abstract: "Compare teachers on the toy environment, in seconds.",
    discussion: """
      The toy environment is a box cut into cells. Playing a task in a cell raises its competence, but only once a \
      neighbour towards the origin is mastered. The table shows the share of mastered cells; over several seeds their \
      mean and standard deviation.

        teachdrl toy --teachers ALP-GMM,RIAC --seeds 0-19 --csv out.csv

      \(ToyDefaults.help)
      """)

  @OptionGroup(title: "Teachers") var choice: ToyTeacherOptions

  @OptionGroup(title: "Runs") var runs: ToyRunOptions
  @OptionGroup(title: "Toy environment") var toy: ToyEnvironmentOptions
  @OptionGroup var format: JSONFormat

  func run() throws {
    let jobs = try jobCount()
    let comparison = try makeComparison()
    let csv = try runs.csv.map { try OutputFile($0, inputs: try Inputs()) }
    let pictures = try runs.pictures.map { try makePictures(comparison, folder: $0) }
    StopRequest.listen()
    var display = ToyProgressDisplay(Terminal.standardError, comparison)
    let played = try comparison.run(
      jobs: jobs, until: { StopRequest.isReceived }, progress: display.map { _ in { display?.show($0) } })
    display?.finish()
    guard let played else { throw StopRequest.exitCode }
    var text = format.json ? toyJSON(played, comparison) : toyTable(played, comparison)
    if let csv {
      try csv.write(Array(toyCSV(played, comparison).utf8))
      if !format.json { text += "\nThe scores are in \(csv.path).\n" }
    }
    try Terminal.standardOutput.writeOrFail(text)
    if let pictures {
      guard let paths = try pictures.write(played, until: { StopRequest.isReceived }) else {
        throw StopRequest.exitCode
      }
      if !format.json {
        try Terminal.standardOutput.writeOrFail("\nPictures:\n" + paths.map { "  \($0)\n" }.joined())
      }
    }
  }

  private func makePictures(_ comparison: ToyComparison, folder: String) throws -> ToyPictures {
    try Self.explainingMisuse { try ToyPictures(comparison, folder: folder) }
  }

  private func jobCount() throws -> Int {
    let jobs = runs.jobs ?? processorCount()
    guard (1...1024).contains(jobs) else {
      throw Self.misuse("jobs is \(jobs); it must be a whole number from 1 to 1024")
    }
    return jobs
  }

  private func makeComparison() throws -> ToyComparison {
    guard (1...10_000_000).contains(runs.episodes) else {
      throw Self.misuse("episodes is \(runs.episodes); it must be a whole number from 1 to 10000000")
    }
    return try Self.explainingMisuse {
      try ToyComparison(
        teachers: try choice.names(), options: try choice.settings(), toyOptions: toy.given,
        seeds: try runs.seedList(), episodes: runs.episodes)
    }
  }
}
