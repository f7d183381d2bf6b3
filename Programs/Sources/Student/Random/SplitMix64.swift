/// Steele, Lea and Flood's SplitMix64 ("Fast splittable pseudorandom number generators", 2014): turns any number, 0 too,
/// into a stream of well-mixed ones.
struct SplitMix64: RandomNumberGenerator {
  /// Where the stream is: a stream started here goes on the same.
  private(set) var state: UInt64

  /// A stream that starts at any number.
  init(state: UInt64) { self.state = state }

  private static let stride: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The stream without its first outputs.
  func skipping(_ count: UInt64) -> SplitMix64 { SplitMix64(state: state &+ count &* Self.stride) }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    state &+= Self.stride
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
