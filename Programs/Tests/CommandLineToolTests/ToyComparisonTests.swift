import Student
import TeachDRL
import Testing

@testable import CommandLineTool

@Suite struct ToyComparisonTests {
  /// Published: before episode 10,000 of two dimensions Random has mastered 1 % of the cells and ALP-GMM 14 %.
  @Test func teachesBetterThanChance() throws {
    let comparison = try ToyComparison(
      teachers: ["ALP-GMM", "Random"], options: [], toyOptions: [], seeds: [1], episodes: 10_000)
    let runs = try #require(try comparison.run(jobs: 2))
    #expect(runs.map(\.teacher) == ["ALP-GMM", "Random"])
    #expect(runs.map { $0.scores.first } == [0, 0])
    #expect(try #require(runs[0].scores.last) > 7)
    #expect(try #require(runs[1].scores.last) < 3)
  }

  @Test func takesTheToysOptions() throws {
    let options = [
      OptionSetting("nb_dims", "3"), OptionSetting("irrelevant_dims", "2"), OptionSetting("nb_cubes", "4"),
    ]
    let comparison = try ToyComparison(
      teachers: ["Oracle"], options: [], toyOptions: options, seeds: [1], episodes: 10)
    #expect(comparison.dimension == 5)
    #expect(comparison.points == Array(0...10))
    // Half a cell and three cells, of four in each dimension.
    #expect(
      comparison.teachers[0].options == [
        OptionSetting("window_step_vector", "0.125,0.125,0.125,0.125,0.125"), OptionSetting("reward_threshold", "0.75"),
        OptionSetting("window_fraction", "0.75"),
      ])
  }

  @Test(arguments: [
    (1, [0, 1]), (2500, [0, 250, 500, 750, 1000, 1250, 1500, 1750, 2000, 2250, 2500]),
    (
      15_000,
      [
        0, 1000, 1500, 2000, 3000, 4000, 4500, 5000, 6000, 7000, 7500, 8000, 9000, 10_000, 10_500, 11_000,
        12_000, 13_000, 13_500, 14_000, 15_000,
      ]
    ),
  ])
  func looksEachThousandthAndEachTenth(episodes: Int, points: [Int]) throws {
    let comparison = try ToyComparison(
      teachers: ["Random"], options: [], toyOptions: [], seeds: [1], episodes: episodes)
    #expect(comparison.points == points)
  }

  /// Progress ends with the whole; that it is shown at all depends on how long the runs take.
  @Test func countsItsProgress() throws {
    let comparison = try ToyComparison(
      teachers: ["Random"], options: [], toyOptions: [], seeds: Array(0..<8), episodes: 20_000)
    var shown: [ToyComparison.Progress] = []
    _ = try comparison.run(jobs: 1, progress: { shown.append($0) })
    #expect(shown.allSatisfy { $0.episodes <= 160_000 && $0.finishedRuns <= 8 })
    #expect(shown.map(\.episodes) == shown.map(\.episodes).sorted())
  }

  @Test func hasNoResultWhenStopped() throws {
    let comparison = try ToyComparison(
      teachers: ["Random"], options: [], toyOptions: [], seeds: [0, 1], episodes: 10_000_000)
    #expect(try comparison.run(jobs: 1, until: { true }) == nil)
  }
}
