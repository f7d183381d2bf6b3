import SavedState

/// The library's generator: xoshiro256++ of Blackman and Vigna ("Scrambled linear pseudorandom number generators",
/// 2021), period 2^256 - 1.
public struct Xoshiro256PlusPlus: RandomNumberGenerator, Sendable, Equatable {
  /// The state's four words, never all zero.
  @usableFromInline
  var words: (UInt64, UInt64, UInt64, UInt64)

  /// A generator whose state is spread from any seed, 0 too, by SplitMix64, as its authors advise.
  public init(seed: UInt64) {
    var spread = SplitMix64(state: seed)
    words = (spread.next(), spread.next(), spread.next(), spread.next())
  }

  /// A generator with exactly this state, or nil where all words are zero.
  public init?(words: (UInt64, UInt64, UInt64, UInt64)) {
    guard words != (0, 0, 0, 0) else { return nil }
    self.words = words
  }

  /// The next 64 random bits.
  @inlinable
  public mutating func next() -> UInt64 {
    let result = (words.0 &+ words.3).rotated(left: 23) &+ words.0
    let shifted = words.1 << 17
    words.2 ^= words.0
    words.3 ^= words.1
    words.1 ^= words.2
    words.0 ^= words.3
    words.2 ^= shifted
    words.3 = words.3.rotated(left: 45)
    return result
  }

  /// Whether two generators will give the same numbers.
  public static func == (one: Self, other: Self) -> Bool { one.words == other.words }
}

extension Xoshiro256PlusPlus {
  /// Writes its state: four words.
  public func save(to state: inout StateWriter) {
    for word in [words.0, words.1, words.2, words.3] { state.write(word) }
  }

  /// A generator that goes on from a saved state.
  public init(from state: inout StateReader) throws(StateError) {
    let words = (
      try state.readUInt64(), try state.readUInt64(), try state.readUInt64(), try state.readUInt64()
    )
    guard let generator = Self(words: words) else { throw .damaged("a generator's words are all zero") }
    self = generator
  }
}

extension UInt64 {
  @inlinable
  func rotated(left count: UInt64) -> UInt64 { (self << count) | (self >> (64 - count)) }
}
