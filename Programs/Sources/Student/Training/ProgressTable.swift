/// The lines of `progress.txt`: a table with tabs, one line an epoch, in the published implementation's columns.
enum ProgressTable {
  static let header = line([
    "Epoch", "AverageEpRet", "StdEpRet", "MaxEpRet", "MinEpRet", "AverageTestEpRet", "StdTestEpRet", "MaxTestEpRet",
    "MinTestEpRet", "EpLen", "TestEpLen", "TotalEnvInteracts", "Time",
  ])

  /// One epoch: over the training episodes that finished in it, and over its test episodes.
  static func row(
    epoch: Int, training: [EpisodeRecord], test: [EpisodeRecord], totalSteps: Int, seconds: Double
  ) -> String {
    let trainingReturns = Statistics(training.map(\.episodeReturn))
    let testReturns = Statistics(test.map(\.episodeReturn))
    return line(
      ["\(epoch)"] + cells(trainingReturns) + cells(testReturns) + [
        "\(Statistics(training.map { Double($0.length) }).mean)", "\(Statistics(test.map { Double($0.length) }).mean)",
        "\(totalSteps)", "\(seconds)",
      ])
  }

  private static func cells(_ returns: Statistics) -> [String] {
    ["\(returns.mean)", "\(returns.deviation)", "\(returns.maximum)", "\(returns.minimum)"]
  }
}

/// The lines of `episodes.tsv` and `test_episodes.tsv`: a table with tabs, one line an episode, the task's parameters
/// as columns.
struct EpisodeTables {
  /// The names of a task's parameters.
  let parameters: [String]
  /// The return above which a task counts as mastered.
  let masteredReturn: Double
  /// Whether training episodes have a column for learning progress. Runs of versions before it go on without.
  var hasLearningProgress = true

  /// The name of the column.
  static let learningProgress = "learning_progress"

  var trainingHeader: String {
    line(
      ["episode", "total_steps"] + parameters + ["return", "length"]
        + (hasLearningProgress ? [Self.learningProgress] : []))
  }

  /// A training episode.
  ///
  /// - Parameters:
  ///   - totalSteps: The run's steps at the episode's end.
  ///   - learningProgress: What the teacher took from the episode; NaN if it computes none.
  func trainingRow(episode: Int, totalSteps: Int, _ record: EpisodeRecord, learningProgress: Double) -> String {
    line(
      ["\(episode)", "\(totalSteps)"] + cells(record) + (hasLearningProgress ? ["\(learningProgress)"] : []))
  }

  var testHeader: String { line(["epoch", "test_task"] + parameters + ["return", "length", "mastered"]) }

  /// A whole test; tasks count from 1.
  func testRows(epoch: Int, _ records: [EpisodeRecord]) -> String {
    records.enumerated().map { index, record in
      line(
        ["\(epoch)", "\(index + 1)"] + cells(record) + [record.episodeReturn > masteredReturn ? "1" : "0"])
    }.joined()
  }

  private func cells(_ record: EpisodeRecord) -> [String] {
    record.task.map { "\($0)" } + ["\(record.episodeReturn)", "\(record.length)"]
  }
}

private func line(_ cells: [String]) -> String { cells.joined(separator: "\t") + "\n" }
