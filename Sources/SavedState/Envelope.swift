import Platform

// A saved state is an envelope around a content:
//
//     bytes   what
//     8       89 54 44 52 4C 0D 0A 1A: no text, and broken by whatever changes the ends of lines
//     4       version of the format, the lowest byte first, as all numbers
//     4       CRC-32C of all other bytes: those before, and those behind it
//     8       length of the content
//     ...     the content

private let signature: [UInt8] = [0x89, 0x54, 0x44, 0x52, 0x4C, 0x0D, 0x0A, 0x1A]
/// The length of what stands before the content.
let envelopeHeaderLength = 24

/// The version of the format that this library writes; it reads this one and all before.
public let stateFormatVersion: UInt32 = 4

extension StateWriter {
  /// What was written, in its envelope: a saved state.
  ///
  /// Complexity: O(`content.count`).
  public consuming func sealed() -> [UInt8] {
    // Swapped rather than copied: states are large.
    var bytes: [UInt8] = []
    swap(&bytes, &self.bytes)
    bytes.replaceSubrange(0..<8, with: signature)
    set(UInt64(stateFormatVersion), width: 4, at: 8, in: &bytes)
    set(UInt64(bytes.count - envelopeHeaderLength), width: 8, at: 16, in: &bytes)
    let sum = bytes.withUnsafeBytes { checksum(of: $0) }
    set(UInt64(sum), width: 4, at: 12, in: &bytes)
    return bytes
  }
}

private func set(_ value: UInt64, width: Int, at place: Int, in bytes: inout [UInt8]) {
  for i in 0..<width { bytes[place + i] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(i))) }
}

/// Opens an envelope: a reader of the content, which knows the version of the format it is in.
///
/// Complexity: O(`bytes.count`).
public func unsealed(_ bytes: UnsafeRawBufferPointer) throws(StateError) -> StateReader {
  guard !bytes.isEmpty, signature.starts(with: bytes.prefix(signature.count)) else { throw .foreign }
  guard bytes.count >= envelopeHeaderLength else { throw .damaged("it ends early") }
  let version = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
  // Whatever else a later version changes, it keeps the first 24 bytes and what the checksum is of.
  guard UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self)) == checksum(of: bytes) else {
    let length = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
    let isShort = UInt64(bytes.count - envelopeHeaderLength) < length
    throw .damaged(isShort ? "it ends early, or was changed" : "its checksum is wrong")
  }
  guard (1...stateFormatVersion).contains(version) else { throw .newer(version) }
  let length = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
  guard length == UInt64(bytes.count - envelopeHeaderLength) else { throw .damaged("its length is wrong") }
  return StateReader(UnsafeRawBufferPointer(rebasing: bytes[envelopeHeaderLength...]), version: version)
}

/// The checksum of an envelope: of all its bytes but the checksum's own.
private func checksum(of bytes: UnsafeRawBufferPointer) -> UInt32 {
  guard let base = bytes.baseAddress else { return 0 }
  let before = platform_crc32c(0, base, 12)
  return platform_crc32c(before, base + 16, bytes.count - 16)
}
