/// Salmon, Moraes, Dror and Shaw's Philox4x32-10 ("Parallel random numbers: as easy as 1, 2, 3", 2011, section 3.3): a
/// keyed function from a counter to 128 random bits, here for sixteen counters at once.
///
/// It has no state, so any part of a stream can be computed at any time; what a generator must remember is a counter.
enum Philox {
  /// Four words for each of sixteen counters: word i of counter l is in lane l of element i.
  typealias Block = (SIMD16<UInt32>, SIMD16<UInt32>, SIMD16<UInt32>, SIMD16<UInt32>)

  /// The random words of sixteen counters under one key.
  @inline(__always)
  static func words(counter: Block, key: SIMD2<UInt32>) -> Block {
    var (a, b, c, d) = counter
    var key = key
    for _ in 0..<10 {
      let first = product(a, 0xD251_1F53)
      let second = product(c, 0xCD9E_8D57)
      (a, b, c, d) = (
        second.high ^ b ^ SIMD16(repeating: key.x), second.low, first.high ^ d ^ SIMD16(repeating: key.y), first.low
      )
      key &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
    }
    return (a, b, c, d)
  }

  /// The two halves of the 64-bit products with a constant.
  @inline(__always)
  private static func product(
    _ words: SIMD16<UInt32>, _ constant: UInt32
  ) -> (high: SIMD16<UInt32>, low: SIMD16<UInt32>) {
    let product = SIMD16<UInt64>(truncatingIfNeeded: words) &* SIMD16(repeating: UInt64(constant))
    return (SIMD16(truncatingIfNeeded: product &>> 32), SIMD16(truncatingIfNeeded: product))
  }
}
