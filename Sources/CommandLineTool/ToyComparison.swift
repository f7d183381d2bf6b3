import Student

/// Teachers side by side on the toy environment, each with a toy of its own.
struct ToyComparison {
  /// The teachers' names; what a name's column shows.
  let teachers: [String]
  private let pairs: [(teacher: Teacher, toy: Toy)]

  /// The teachers get equal seeds, and the toy's rewards as they are.
  init(teachers names: [String], toyOptions: [OptionSetting], seed: UInt64) throws(LibraryError) {
    teachers = names
    var pairs: [(Teacher, Toy)] = []
    for name in names {
      let toy = try Toy(options: toyOptions)
      let teacher = try Teacher(
        name, low: [Double](repeating: 0, count: toy.dimension), high: [Double](repeating: 1, count: toy.dimension),
        options: [], seed: seed)
      pairs.append((teacher, toy))
    }
    self.pairs = pairs
  }

  /// The number of parameters of a task.
  var dimension: Int { pairs.first?.toy.dimension ?? 0 }

  /// Plays episodes with every teacher.
  func play(episodes: Int) throws(LibraryError) {
    for (teacher, toy) in pairs {
      for _ in 0..<episodes {
        let task = try teacher.sampleTask()
        try teacher.update(task: task, episodeReturn: try toy.play(task))
      }
    }
  }

  /// The share of mastered cells that each teacher has reached, in percent.
  func masteredShares() throws(LibraryError) -> [Double] {
    var shares: [Double] = []
    for (_, toy) in pairs { shares.append(try toy.masteredShare()) }
    return shares
  }
}
