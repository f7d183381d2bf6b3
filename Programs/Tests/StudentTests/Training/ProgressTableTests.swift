import Testing

@testable import Student

@Suite struct ProgressTableTests {
  @Test func hasThePublishedColumns() {
    #expect(
      ProgressTable.header
        == "Epoch\tAverageEpRet\tStdEpRet\tMaxEpRet\tMinEpRet\tAverageTestEpRet\tStdTestEpRet\tMaxTestEpRet"
        + "\tMinTestEpRet\tEpLen\tTestEpLen\tTotalEnvInteracts\tTime\n")
  }

  /// Deviations are the population's: of 1, 2, 3, 4 it is sqrt(5 / 4).
  @Test func summarizesAnEpoch() {
    let training = [1.0, 2, 3, 4].map { EpisodeRecord(task: [0], episodeReturn: $0, length: 10 * Int($0)) }
    let test = [EpisodeRecord(task: [0], episodeReturn: -7, length: 5)]
    let row = ProgressTable.row(epoch: 3, training: training, test: test, totalSteps: 600, seconds: 1.5)
    #expect(
      row == "3\t2.5\t\((1.25).squareRoot())\t4.0\t1.0\t-7.0\t0.0\t-7.0\t-7.0\t25.0\t5.0\t600\t1.5\n")
  }

  @Test func hasNoNumbersForAnEpochWithoutEpisodes() {
    let row = ProgressTable.row(epoch: 1, training: [], test: [], totalSteps: 10, seconds: 1)
    #expect(row == "1" + String(repeating: "\tnan", count: 10) + "\t10\t1.0\n")
  }

  @Test func namesTheTasksParameters() {
    let tables = EpisodeTables(parameters: ["stump_height", "obstacle_spacing"], masteredReturn: 230)
    #expect(
      tables.trainingHeader
        == "episode\ttotal_steps\tstump_height\tobstacle_spacing\treturn\tlength\tlearning_progress\n")
    let records = [230.0, 230.5].map { EpisodeRecord(task: [1.5, 6], episodeReturn: $0, length: 9) }
    #expect(
      tables.trainingRow(episode: 2, totalSteps: 99, records[0], learningProgress: 0.25)
        == "2\t99\t1.5\t6.0\t230.0\t9\t0.25\n")
    // Mastered is above the threshold, not at it.
    #expect(tables.testRows(epoch: 4, records) == "4\t1\t1.5\t6.0\t230.0\t9\t0\n4\t2\t1.5\t6.0\t230.5\t9\t1\n")
  }
}
