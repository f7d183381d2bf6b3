/// Draws an index with a probability proportional to its weight; uniform where the weights add up to 0.
///
/// The weights are not negative, at least one of them, and their sum is finite. Uses one number of the generator.
///
/// Complexity: O(`weights.count`).
public func proportionalChoice(
  _ weights: UnsafeBufferPointer<Double>, using generator: inout Xoshiro256PlusPlus
) -> Int {
  var total = 0.0
  for weight in weights { total += weight }
  guard total > 0 else { return generator.uniform(below: weights.count) }
  let target = generator.uniform() * total
  var sum = 0.0
  var last = 0
  for (i, weight) in weights.enumerated() where weight > 0 {
    sum += weight
    last = i
    if target < sum { break }
  }
  // Where rounding carries the target to the sum itself, the last index that can be chosen.
  return last
}
