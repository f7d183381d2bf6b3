/// The most seeds that a comparison has: enough for any statistics, and a mistyped range fits into memory.
private let maxSeedCount = 10_000

/// The seeds that a list such as `1,5,7-9` names, in ascending order, each once.
func parsedSeeds(_ text: String) throws(Misuse) -> [UInt64] {
  var seeds: Set<UInt64> = []
  for part in text.split(separator: ",", omittingEmptySubsequences: false) {
    guard let range = parsedRange(part) else {
      throw Misuse(
        message: "seeds is '\(text)', in which '\(part)' is no seed and no range of seeds; right are 0-19 or 1,5,7-9")
    }
    // The number of seeds in the range is one more, which may be too large to say.
    guard range.upperBound - range.lowerBound < maxSeedCount, seeds.union(range).count <= maxSeedCount else {
      throw Misuse(message: "seeds is '\(text)'; at most \(maxSeedCount) seeds are possible")
    }
    seeds.formUnion(range)
  }
  return seeds.sorted()
}

/// One seed, `3`, or several, `0-19`.
private func parsedRange(_ text: Substring) -> ClosedRange<UInt64>? {
  let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { digits in
    digits.allSatisfy { ("0"..."9").contains($0) } ? UInt64(digits) : nil
  }
  guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1], first <= last else { return nil }
  return first...last
}
