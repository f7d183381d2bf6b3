import ArgumentParser
import Student
import TeachDRL

/// Who is compared.
struct ToyTeacherOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A teacher to compare with Random, instead of --teachers. (default: ALP-GMM)", valueName: "name")
  )
  var teacher: String?

  @Option(
    help: ArgumentHelp(
      "The teachers to compare, separated by commas ('teachdrl teachers' lists them).", valueName: "name,name"))
  var teachers: String?

  @Option(
    name: .customLong("teacher_option"),
    help: ArgumentHelp(
      "An option for those of the teachers that have it, such as fit_rate=100; may be repeated.",
      valueName: "name=value"))
  var settingTexts: [String] = []

  /// The teachers' names in the order given.
  func names() throws(Misuse) -> [String] {
    if teacher != nil, teachers != nil {
      throw Misuse(message: "--teacher and --teachers are both given; leave one of them out")
    }
    guard let teachers else { return teacher == "Random" ? ["Random"] : [teacher ?? "ALP-GMM", "Random"] }
    let names = teachers.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    if let index = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      throw Misuse(message: "teachers is '\(teachers)', which names '\(names[index])' twice; name each once")
    }
    return names
  }

  /// The teachers' options given.
  func settings() throws(Misuse) -> [OptionSetting] {
    try settingTexts.map { text throws(Misuse) in
      try namedValue(text, of: "teacher_option", example: "fit_rate=100")
    }
  }
}

/// How many runs there are, how long they take and where their scores go.
struct ToyRunOptions: ParsableArguments {
  @Option(
    name: [.short, .long], help: ArgumentHelp("The seed of the teachers' generators. (default: 0)", valueName: "n"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp("Several seeds, instead of --seed, such as 0-19 or 1,5,7-9: a run for each.", valueName: "list"))
  var seeds: String?

  @Option(help: ArgumentHelp("Episodes of each run.", valueName: "n"))
  var episodes = 20_000

  @Option(
    help: ArgumentHelp(
      "Runs that are played at once; the results are the same. (default: the number of cores)", valueName: "n"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Write a table of teacher, seed, episode and score, the share of mastered cells before that episode: 0, 1000, ..."
        + " and the end.",
      valueName: "file"))
  var csv: String?

  @Option(
    name: .customLong("gif"),
    help: ArgumentHelp(
      "Write pictures to a folder: for each teacher TEACHER.gif, what the first seed's run drew its tasks from, 250"
        + " episodes a frame; mastered_cells.svg and .png, the share of mastered cells over episodes with the deviation over seeds.",
      valueName: "folder"))
  var pictures: String?

  /// The seeds in ascending order, each once.
  func seedList() throws(Misuse) -> [UInt64] {
    guard let seeds else { return [seed ?? 0] }
    guard seed == nil else { throw Misuse(message: "--seed and --seeds are both given; leave one of them out") }
    return try parsedSeeds(seeds)
  }
}

/// The toy environment's own options.
struct ToyEnvironmentOptions: ParsableArguments {
  @Option(name: [.customLong("nb_dims"), .customLong("dims")], help: toyHelp("nb_dims"))
  var dimensions: String?

  @Option(name: .customLong("nb_cubes"), help: toyHelp("nb_cubes"))
  var cubes: String?

  @Option(name: .customLong("irrelevant_dims"), help: toyHelp("irrelevant_dims"))
  var irrelevantDimensions: String?

  /// Those given.
  var given: [OptionSetting] {
    [("nb_dims", dimensions), ("nb_cubes", cubes), ("irrelevant_dims", irrelevantDimensions)].compactMap {
      (name, value) in value.map { OptionSetting(name, $0) }
    }
  }
}

private func toyHelp(_ option: String) -> ArgumentHelp {
  helpText(option, of: (try? Listing.toy()).map { [$0] } ?? [], naming: false)
}
