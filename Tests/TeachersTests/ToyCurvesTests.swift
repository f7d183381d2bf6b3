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

/// The reference implementation's mean share of mastered cells before episode 5000, over 30 seeds, and its standard error.
@Test(arguments: [("ALP-GMM", 5.70, 0.21), ("RIAC", 9.07, 0.27), ("Covar-GMM", 12.93, 0.41), ("Random", 0, 0)])
func learningCurvesAreTheReferences(name: String, reference: Double, error: Double) throws {
  let shares = try (0..<12).map { seed in
    let teacher = try makeTeacher(name, .unitBox(dimension: 2), seed: UInt64(seed))
    var cells = Cells()
    teacher.train(5000) { task, _ in cells.play(task) }
    return cells.masteredShare
  }
  let mean = shares.reduce(0, +) / 12
  let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 11
  #expect(abs(mean - reference) <= max(0.5, 3 * (variance / 12 + error * error).squareRoot()))
}
