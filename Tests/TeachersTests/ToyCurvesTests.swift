import Testing

@testable import Teachers

/// The toy student in two dimensions: cells of a tenth, each of which can be learnt once a neighbour towards the origin
/// is mastered.
private struct Cells {
  var competences = Array(repeating: Array(repeating: 0, count: 10), count: 10)

  var masteredShare: Double { Double(competences.joined().count { $0 > 75 }) }

  mutating func play(_ task: [Double]) -> Double {
    let (i, j) = (min(Int(task[0] * 10), 9), min(Int(task[1] * 10), 9))
    let neighbors = [(i - 1, j), (i, j - 1), (i - 1, j - 1)].filter { $0 >= 0 && $1 >= 0 }
    let canLearn = (i, j) == (0, 0) || neighbors.contains { competences[$0][$1] >= 75 }
    if canLearn, competences[i][j] < 100 { competences[i][j] += 1 }
    return Double(competences[i][j]) / 100
  }
}

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
    let teacher = try makeTeacher(name, .unitBox(dimension: 2), seed: UInt64(seed))
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
