/// O'Neill's PCG64 (PCG XSL RR 128/64, 2014), seeded and read as NumPy's `default_rng` does: Gymnasium draws its terrains
/// with it. Nothing else uses it.
public struct PCG64: Sendable, Equatable {
  private var state: UInt128
  private let increment: UInt128
  /// The upper half of the last word of which only the lower one has been used.
  private var spare: UInt32?

  private static let multiplier = UInt128(0x2360_ED05_1FC6_5DA4) << 64 | 0x4385_DF64_9FCC_F645

  /// The state that `numpy.random.default_rng(seed)` starts with.
  public init(seed: UInt64) {
    let words = SeedSequence(entropy: seed).words
    increment = (UInt128(words[2]) << 64 | UInt128(words[3])) << 1 | 1
    state = increment &+ (UInt128(words[0]) << 64 | UInt128(words[1]))
    advance()
  }

  private mutating func advance() { state = state &* Self.multiplier &+ increment }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    advance()
    let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
    return folded.rotated(left: (64 - UInt64(truncatingIfNeeded: state >> 122)) % 64)
  }

  /// The next 32 random bits: the lower half of a word, then its upper half.
  private mutating func nextHalf() -> UInt32 {
    if let half = spare {
      spare = nil
      return half
    }
    let word = next()
    spare = UInt32(word >> 32)
    return UInt32(truncatingIfNeeded: word)
  }

  /// A number uniform in [0, 1), as `Generator.random()` gives it.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number uniform in [low, high), as `Generator.uniform(low, high)` gives it.
  public mutating func uniform(from low: Double, to high: Double) -> Double { low + (high - low) * uniform() }

  /// A whole number uniform in a range of 1 to 2^32 - 1 numbers, as `Generator.integers(low, high)` gives it; a range of one
  /// draws nothing.
  ///
  /// Lemire, "Fast random integer generation in an interval" (2019), section 4, on 32 bits.
  public mutating func integer(in range: Range<Int>) -> Int {
    let count = UInt32(range.count)
    if count == 1 { return range.lowerBound }
    var product = nextHalf().multipliedFullWidth(by: count)
    if product.low < count {
      let threshold = (0 &- count) % count
      while product.low < threshold { product = nextHalf().multipliedFullWidth(by: count) }
    }
    return range.lowerBound + Int(product.high)
  }
}
