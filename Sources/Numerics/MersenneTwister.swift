/// Matsumoto and Nishimura's MT19937 (1998), seeded and read as NumPy's legacy `RandomState` does: the published test
/// sets were drawn with it. Nothing else uses it.
public struct MersenneTwister: Sendable {
  private static let length = 624
  private static let middle = 397
  private var words: [UInt32]
  private var position: Int

  /// The state that `numpy.random.RandomState(seed)` starts with.
  public init(seed: UInt32) {
    words = [seed]
    words.reserveCapacity(Self.length)
    for i in 1..<Self.length {
      let last = words[i - 1]
      words.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(i))
    }
    position = Self.length
  }

  /// The next 32 random bits.
  public mutating func next() -> UInt32 {
    if position == Self.length { twist() }
    var word = words[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  /// A number uniform in [0, 1), as `RandomState.random_sample` makes it of two words.
  public mutating func uniform() -> Double {
    let high = Double(next() >> 5)
    let low = Double(next() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// A number uniform in [low, high), as `RandomState.uniform(low, high)` gives it.
  public mutating func uniform(from low: Double, to high: Double) -> Double {
    low + (high - low) * uniform()
  }

  private mutating func twist() {
    for i in 0..<Self.length {
      let joined = (words[i] & 0x8000_0000) | (words[(i + 1) % Self.length] & 0x7FFF_FFFF)
      let odd: UInt32 = joined & 1 == 0 ? 0 : 0x9908_B0DF
      words[i] = words[(i + Self.middle) % Self.length] ^ (joined >> 1) ^ odd
    }
    position = 0
  }
}
