/// One of the independent streams of random numbers that a seed has.
///
/// The whole state is the seed, the stream's number and a position, so it is saved and restored by these three. Each fill
/// starts at a new group of sixteen Philox counters and drops what is left of its last group.
struct RandomStream: Equatable, Sendable {
  /// What the stream is for; streams of one seed never overlap.
  enum Purpose: UInt32, Sendable {
    case initialWeights, replaySampling, updateNoise, actionNoise
  }

  /// The seed, Philox's key.
  let seed: UInt64
  /// The upper half of Philox's counter.
  let purpose: Purpose
  /// The lower half of the next counter, a multiple of sixteen.
  private(set) var position: UInt64

  /// A stream from its start, or from where another one of the same seed and purpose is.
  init(seed: UInt64, purpose: Purpose, position: UInt64 = 0) {
    self.seed = seed
    self.purpose = purpose
    self.position = position
  }

  /// The same stream at another position.
  func moved(to position: UInt64) -> RandomStream { RandomStream(seed: seed, purpose: purpose, position: position) }

  /// Fills a buffer of whole vectors with normal numbers of mean 0 and deviation 1, at least `count` of them.
  ///
  /// Box and Muller's method ("A note on the generation of random normal deviates", 1958); the largest magnitude that
  /// can occur is 6.77.
  mutating func fillNormals(_ buffer: FloatBuffer, count: Int) {
    let vectors = paddedCount(count) / Lanes.count
    precondition(vectors * Lanes.count <= buffer.count)
    let target = buffer.pointer.lanes
    for start in stride(from: 0, to: vectors, by: 4) {
      let words = nextWords()
      let (first, second) = Self.normals(words.0, words.1)
      let (third, fourth) = Self.normals(words.2, words.3)
      target[start] = first
      if start + 1 < vectors { target[start + 1] = second }
      if start + 2 < vectors { target[start + 2] = third }
      if start + 3 < vectors { target[start + 3] = fourth }
    }
  }

  /// Fills a buffer with numbers uniform in [-limit, limit).
  mutating func fillUniforms(_ buffer: UnsafeMutableBufferPointer<Float>, limit: Float) {
    forEachWord(count: buffer.count) { index, word in
      buffer[index] = (Float(word >> 8) * 0x1p-23 - 1) * limit
    }
  }

  /// Fills a buffer with whole numbers uniform in 0..<bound, each from 64 bits: no number's probability is off by more
  /// than 2^-64. `bound` is positive and below 2^32.
  mutating func fillIndices(_ buffer: UnsafeMutableBufferPointer<UInt32>, below bound: UInt32) {
    let bound = UInt64(bound)
    var start = 0
    while start < buffer.count {
      let words = nextWords()
      for lane in 0..<min(Lanes.count, buffer.count - start) {
        buffer[start + lane] = Self.scale(words.0[lane], words.1[lane], bound)
      }
      start += Lanes.count
      for lane in 0..<max(0, min(Lanes.count, buffer.count - start)) {
        buffer[start + lane] = Self.scale(words.2[lane], words.3[lane], bound)
      }
      start += Lanes.count
    }
  }

  /// The integer part of `bound` times the 64-bit fraction made of two words.
  @inline(__always)
  private static func scale(_ high: UInt32, _ low: UInt32, _ bound: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: (UInt64(high) &* bound &+ (UInt64(low) &* bound) >> 32) >> 32)
  }

  private mutating func forEachWord(count: Int, _ body: (Int, UInt32) -> Void) {
    for start in stride(from: 0, to: count, by: 4 * Lanes.count) {
      let words = nextWords()
      for (part, vector) in [words.0, words.1, words.2, words.3].enumerated() {
        for lane in 0..<Lanes.count where start + part * Lanes.count + lane < count {
          body(start + part * Lanes.count + lane, vector[lane])
        }
      }
    }
  }

  /// The words of the next sixteen counters.
  @inline(__always)
  private mutating func nextWords() -> Philox.Block {
    let lanes = SIMD16<UInt32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    let words = Philox.words(
      counter: (
        // No carry: the position is a multiple of sixteen.
        SIMD16(repeating: UInt32(truncatingIfNeeded: position)) | lanes,
        SIMD16(repeating: UInt32(truncatingIfNeeded: position >> 32)),
        SIMD16(repeating: purpose.rawValue),
        SIMD16(repeating: 0)
      ),
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
    position &+= 16
    return words
  }

  /// Thirty-two normal numbers from thirty-two random words.
  @inline(__always)
  private static func normals(_ radiusWords: SIMD16<UInt32>, _ angleWords: SIMD16<UInt32>) -> (Lanes, Lanes) {
    let radius = squareRoot(-2 * logarithm((Lanes(radiusWords) + 0.5) * 0x1p-32))
    let (sine, cosine) = sineAndCosine(turns: Lanes(angleWords) * 0x1p-32)
    return (radius * cosine, radius * sine)
  }
}
