/// The p-value of a permutation test of the difference between two groups' means: the share of the divisions of all numbers
/// into groups of the same sizes whose means differ at least as much, in either direction (Fisher, "The design of
/// experiments", 1935).
///
/// If there are more divisions than `limit`, that many are drawn, and the observed one counts as one more, so that the p-value
/// is never 0 (Phipson and Smyth, "Permutation p-values should never be zero", 2010).
///
/// - Parameters:
///   - first: At least one number; all are finite, and so are their sums.
///   - second: Likewise.
///   - seed: Of the generator that draws divisions.
/// - Complexity: O(divisions * numbers).
public func permutationTest(_ first: [Double], _ second: [Double], seed: UInt64, limit: Int = 100_000) -> Double {
  var numbers = first + second
  // The difference of means grows with the sum of the first group, the sum of all being the same. Moved to their mean,
  // numbers far from 0 keep their digits.
  let mean = numbers.reduce(0) { $0 + $1 / Double(numbers.count) }
  for i in numbers.indices { numbers[i] -= mean }
  let observed = abs(numbers[..<first.count].reduce(0, +))
  // Equal divisions come to sums that rounding makes a little different.
  let bound = observed - 1e-12 * numbers.reduce(0) { $0 + abs($1) }
  if let count = combinations(of: first.count, from: numbers.count, limit: limit) {
    return Double(countExtreme(numbers, choosing: first.count, bound: bound)) / Double(count)
  }
  var generator = Xoshiro256PlusPlus(seed: seed)
  var extreme = 1
  for _ in 0..<limit {
    var sum = 0.0
    // The first places of a Fisher-Yates shuffle are a uniform choice.
    for i in 0..<first.count {
      numbers.swapAt(i, i + generator.uniform(below: numbers.count - i))
      sum += numbers[i]
    }
    if abs(sum) >= bound { extreme += 1 }
  }
  return Double(extreme) / Double(limit + 1)
}

/// The number of ways to choose some of `count` things; nil if it is above a limit.
private func combinations(of chosen: Int, from count: Int, limit: Int) -> Int? {
  var ways = 1
  for i in 0..<min(chosen, count - chosen) {
    // Whole at every step: it is the number of ways to choose i + 1.
    ways = ways * (count - i) / (i + 1)
    if ways > limit { return nil }
  }
  return ways
}

/// How many ways to choose some of the numbers give a sum at least `bound` from 0.
private func countExtreme(_ numbers: [Double], choosing count: Int, bound: Double) -> Int {
  var chosen = Array(0..<count)
  var extreme = 0
  while true {
    var sum = 0.0
    for i in chosen { sum += numbers[i] }
    if abs(sum) >= bound { extreme += 1 }
    // The next choice in lexicographic order.
    guard let place = chosen.indices.last(where: { chosen[$0] < numbers.count - count + $0 }) else { return extreme }
    chosen[place] += 1
    for i in (place + 1)..<max(count, place + 1) { chosen[i] = chosen[i - 1] + 1 }
  }
}
