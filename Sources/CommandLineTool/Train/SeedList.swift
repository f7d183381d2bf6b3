import ArgumentParser

/// Seeds of several runs, as in `42-49,60`.
struct SeedList: ExpressibleByArgument, Equatable {
  /// More runs than this are a slip of the hand.
  private static let greatestCount = 10_000

  /// The seeds in the order given, each once.
  let seeds: [UInt64]

  init?(argument: String) {
    var seeds: [UInt64] = []
    var known: Set<UInt64> = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last,
        last - first < UInt64(Self.greatestCount)
      else { return nil }
      for seed in first...last where known.insert(seed).inserted { seeds.append(seed) }
      guard seeds.count <= Self.greatestCount else { return nil }
    }
    self.seeds = seeds
  }
}
