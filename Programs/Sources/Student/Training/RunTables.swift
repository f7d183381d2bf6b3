/// The tables that a run left, read back.
struct RunTables {
  /// A line of `episodes.tsv`.
  struct TrainingRow: Equatable {
    let totalSteps: Int
    let episode: EpisodeRecord
    /// What the teacher took from the episode; NaN if it computes none, or the run is of a version that did not write it.
    let learningProgress: Double
  }

  /// A line of `test_episodes.tsv`.
  struct TestRow: Equatable {
    let epoch: Int
    let episode: EpisodeRecord
  }

  let episodes: [TrainingRow]
  let tests: [TestRow]

  /// Reads a run's tables; a table that is not there has no lines.
  ///
  /// Throws a `FileError`, or a `RunFileError` where a line is not what it should be. A last line without its end, which a
  /// killed process may leave, does not count.
  init(_ directory: RunDirectory) throws {
    let hasProgress = try Self.hasLearningProgress(directory)
    episodes = try Self.rows(directory, RunDirectory.episodes) { cells in
      let end = cells.count - (hasProgress ? 1 : 0)
      guard end >= 4, let totalSteps = Int(cells[1]), let episode = Self.episode(cells[2..<end]),
        let progress = hasProgress ? Double(cells[end]) : .nan
      else { return nil }
      return TrainingRow(totalSteps: totalSteps, episode: episode, learningProgress: progress)
    }
    tests = try Self.rows(directory, RunDirectory.testEpisodes) { cells in
      guard cells.count >= 5, let epoch = Int(cells[0]), let episode = Self.episode(cells[2..<cells.count - 1]) else {
        return nil
      }
      return TestRow(epoch: epoch, episode: episode)
    }
  }

  /// Whether a run's training episodes have a column for learning progress.
  static func hasLearningProgress(_ directory: RunDirectory) throws -> Bool {
    let bytes = try contents(ofFile: directory.file(RunDirectory.episodes)) ?? []
    let header = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return header.split(separator: "\t").last.map(String.init) == EpisodeTables.learningProgress
  }

  /// The task's parameters, the return, the length.
  private static func episode(_ cells: ArraySlice<Substring>) -> EpisodeRecord? {
    let numbers = cells.map { Double($0) }
    guard numbers.count >= 2, let length = Int(cells[cells.endIndex - 1]),
      let episodeReturn = numbers[numbers.count - 2]
    else { return nil }
    let task = numbers.dropLast(2).compactMap { $0 }
    guard task.count == numbers.count - 2 else { return nil }
    return EpisodeRecord(task: task, episodeReturn: episodeReturn, length: length)
  }

  fileprivate static func rows<Row>(
    _ directory: RunDirectory, _ name: String, _ row: ([Substring]) -> Row?
  ) throws -> [Row] {
    let path = directory.file(name)
    let text = String(decoding: try contents(ofFile: path) ?? [], as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
    // What is behind the last line's end.
    lines = lines.dropLast()
    return try lines.enumerated().map { index, line in
      guard let row = row(line.split(separator: "\t", omittingEmptySubsequences: false)) else {
        throw RunFileError(path: path, problem: "is damaged in line \(index + 2)")
      }
      return row
    }
  }
}

extension RunDirectory {
  /// How many epochs `progress.txt` tells of.
  func finishedEpochCount() throws -> Int { try RunTables.rows(self, Self.progress) { $0 }.count }
}
