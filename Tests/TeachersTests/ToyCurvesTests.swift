import Testing

@testable import Teachers

/// The reference implementation's share of mastered cells before an episode: mean and standard deviation over 30 seeds.
private struct Recorded {
  let episode: Int
  let mean: Double
  let deviation: Double
}

/// `make bench-toy` looks further, with more seeds and in three dimensions.
@Test(arguments: [
  (
    "ALP-GMM",
    [Recorded(episode: 5000, mean: 5.70, deviation: 1.15), Recorded(episode: 10_000, mean: 14.23, deviation: 1.52)]
  ),
  (
    "RIAC",
    [Recorded(episode: 5000, mean: 9.07, deviation: 1.46), Recorded(episode: 10_000, mean: 21.57, deviation: 1.59)]
  ),
  (
    "Covar-GMM",
    [Recorded(episode: 5000, mean: 12.93, deviation: 2.23), Recorded(episode: 10_000, mean: 29.70, deviation: 3.11)]
  ),
  ("Random", [Recorded(episode: 5000, mean: 0, deviation: 0), Recorded(episode: 10_000, mean: 1, deviation: 0)]),
])
private func learningCurvesAreTheReferences(name: String, curve: [Recorded]) throws {
  let seeds = 16
  let shares = try (0..<seeds).map { seed in
    let published = ["reward_range": "off", "normalize": "false"]
    let teacher = try makeTeacher(name, .unitBox(dimension: 2), published, seed: UInt64(seed))
    var cells = Cells()
    var played = 0
    return curve.map { point in
      teacher.train(point.episode - played) { task, _ in cells.play(task) }
      played = point.episode
      return cells.masteredShare
    }
  }
  for (place, point) in curve.enumerated() {
    let mean = shares.reduce(0) { $0 + $1[place] } / Double(seeds)
    let variance = shares.reduce(0) { $0 + ($1[place] - mean) * ($1[place] - mean) } / Double(seeds - 1)
    let error = (variance / Double(seeds) + point.deviation * point.deviation / 30).squareRoot()
    #expect(abs(mean - point.mean) <= max(0.5, 3 * error), "\(name) before episode \(point.episode)")
  }
}
