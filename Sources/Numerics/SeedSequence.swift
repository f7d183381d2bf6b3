/// NumPy's `SeedSequence` for one number as entropy: words that a generator's state is made from.
///
/// O'Neill, "Developing a seed_seq Alternative" (2015), with NumPy's pool of four words.
struct SeedSequence {
  private var pool: InlineArray<4, UInt32>

  /// The words of `numpy.random.SeedSequence(entropy)`.
  init(entropy: UInt64) {
    // A higher word of 0, which NumPy leaves out, is hashed as what fills the pool up: 0.
    let entropy: InlineArray<4, UInt32> = [UInt32(truncatingIfNeeded: entropy), UInt32(entropy >> 32), 0, 0]
    var hash = Hash(state: 0x43B0_D7E5, multiplier: 0x931E_8875)
    pool = InlineArray { hash(entropy[$0]) }
    for source in pool.indices {
      for target in pool.indices where target != source {
        pool[target] = Self.mix(pool[target], hash(pool[source]))
      }
    }
  }

  /// What `generate_state(4, numpy.uint64)` gives.
  var words: InlineArray<4, UInt64> {
    var hash = Hash(state: 0x8B51_F9DD, multiplier: 0x58F3_8DED)
    return InlineArray { i in
      let low = UInt64(hash(pool[2 * i % 4]))
      return low | UInt64(hash(pool[(2 * i + 1) % 4])) << 32
    }
  }

  private static func mix(_ x: UInt32, _ y: UInt32) -> UInt32 {
    let mixed = 0xCA01_F9DD &* x &- 0x4973_F715 &* y
    return mixed ^ (mixed >> 16)
  }

  /// A hash that differs from call to call.
  private struct Hash {
    var state: UInt32
    let multiplier: UInt32

    mutating func callAsFunction(_ value: UInt32) -> UInt32 {
      let value = value ^ state
      state &*= multiplier
      let product = value &* state
      return product ^ (product >> 16)
    }
  }
}
