/// A number that tells a changed file from the one that it was: FNV-1a of 64 bits (Fowler, Noll and Vo), byte by byte.
struct Checksum: Equatable, Sendable {
  /// The number so far.
  private(set) var value: UInt64

  /// Goes on from what an earlier checksum was; by default from no bytes.
  init(_ value: UInt64 = 0xCBF2_9CE4_8422_2325) { self.value = value }

  /// Of some bytes.
  init(of bytes: some Sequence<UInt8>) {
    self.init()
    add(bytes)
  }

  /// Takes in the next bytes.
  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }
}
