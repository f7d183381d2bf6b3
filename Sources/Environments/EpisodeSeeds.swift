import Numerics

/// Which generators an environment's episodes draw from: each episode has one of its own, so that it depends on the
/// seed and on how many episodes came before it, never on what happened in them.
struct EpisodeSeeds: Sendable {
  private let mixedSeed: UInt64
  private var episode: UInt64 = 0

  init(seed: UInt64) {
    var mixer = SplitMix64(state: seed)
    mixedSeed = mixer.next()
  }

  /// The next episode's generator.
  ///
  /// The seed and the episode's number are each mixed before the generator spreads them: neighbouring numbers lead to
  /// unrelated states, and one seed's episodes never share a state.
  mutating func next() -> Xoshiro256PlusPlus {
    var mixer = SplitMix64(state: mixedSeed ^ episode)
    episode &+= 1
    return Xoshiro256PlusPlus(seed: mixer.next())
  }
}
