import Student
import Testing

@testable import CommandLineTool

@Suite struct ToyComparisonTests {
  /// Published curves: after 20,000 episodes of two dimensions Random has mastered about half of the cells and ALP-GMM
  /// nearly all; here after a quarter of them.
  @Test func teachesBetterThanChance() throws {
    let comparison = try ToyComparison(teachers: ["ALP-GMM", "Random"], toyOptions: [], seed: 1)
    #expect(try comparison.masteredShares() == [0, 0])
    try comparison.play(episodes: 10_000)
    let shares = try comparison.masteredShares()
    #expect(shares[0] > shares[1])
  }

  @Test func takesTheToysOptions() throws {
    let options = [OptionSetting("nb_dims", "3"), OptionSetting("irrelevant_dims", "2"), OptionSetting("nb_cubes", "4")]
    let comparison = try ToyComparison(teachers: ["Random"], toyOptions: options, seed: 1)
    #expect(comparison.dimension == 5)
    try comparison.play(episodes: 10)
  }
}
