/// Whether counts of draws are within five standard deviations of what the weights say.
func agree(_ counts: [Int], _ weights: [Double]) -> Bool {
  let draws = Double(counts.reduce(0, +))
  let total = weights.reduce(0, +)
  return zip(counts, weights).allSatisfy { count, weight in
    let chance = total > 0 ? weight / total : 1 / Double(weights.count)
    return abs(Double(count) - chance * draws) <= 5 * (draws * chance * (1 - chance)).squareRoot()
  }
}

let weightCases: [[Double]] = [
  [1], [0], [0.5, 0.5], [0, 0, 0], [3, 0, 1, 0], [0, 0, 2], [1e-300, 3e-300], [1e100, 1e100, 2e100],
  [1, 2, 3, 4, 5, 6, 7, 8, 9],
]
