import Platform
import Testing

@testable import SavedState

private func open(_ bytes: [UInt8]) throws(StateError) -> UInt64 {
  var result: Result<UInt64, StateError> = .failure(.foreign)
  bytes.withUnsafeBytes { bytes in
    result = Result { () throws(StateError) in
      var content = try unsealed(bytes)
      #expect(content.version == stateFormatVersion)
      let value = try content.readUInt64()
      try content.finish()
      return value
    }
  }
  return try result.get()
}

private let state: [UInt8] = {
  var writer = StateWriter()
  writer.write(UInt64(0x0123_4567_89AB_CDEF))
  return writer.sealed()
}()

/// The check value that the catalogue of parametrised CRC algorithms gives for CRC-32/ISCSI.
@Test func theChecksumIsCRC32C() {
  #expect(platform_crc32c(0, "123456789", 9) == 0xE306_9283)
  #expect(platform_crc32c(platform_crc32c(0, "1234", 4), "56789", 5) == 0xE306_9283)
  #expect(platform_crc32c(0, "", 0) == 0)
}

/// A long text, which is summed in stripes, has the sum of its short pieces, wherever it begins and ends.
@Test(arguments: [524_287, 524_288, 524_289, 600_000, 1_000_003])
func longTextsHaveTheSumOfTheirPieces(count: Int) {
  let bytes = (0..<(count + 3)).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
  bytes.withUnsafeBufferPointer { bytes in
    guard let text = bytes.baseAddress.map({ $0 + 3 }) else { return }
    var pieces: UInt32 = 7
    for first in stride(from: 0, to: count, by: 1000) {
      pieces = platform_crc32c(pieces, text + first, min(1000, count - first))
    }
    #expect(platform_crc32c(7, text, count) == pieces)
  }
}

@Test func anEnvelopeHoldsItsContent() throws {
  #expect(try open(state) == 0x0123_4567_89AB_CDEF)
  // The lowest byte comes first, on every machine.
  #expect(state.suffix(8) == [0xEF, 0xCD, 0xAB, 0x89, 0x67, 0x45, 0x23, 0x01])
  #expect(state.prefix(12) == [0x89, 0x54, 0x44, 0x52, 0x4C, 0x0D, 0x0A, 0x1A, UInt8(stateFormatVersion), 0, 0, 0])
}

@Test func everyChangedByteIsNoticed() {
  for place in state.indices {
    for change in 1...255 {
      var changed = state
      changed[place] ^= UInt8(change)
      let error = #expect(throws: StateError.self) { try open(changed) }
      #expect((error == .foreign) == (place < 8))
    }
  }
}

@Test func everyLengthButTheWholeIsRefused() {
  for length in 0..<state.count { #expect(throws: StateError.self) { try open(Array(state.prefix(length))) } }
  #expect(throws: StateError.self) { try open(state + [0]) }
  #expect(throws: StateError.foreign) { try open([]) }
  #expect(throws: StateError.foreign) { try open(Array("a text, and no state at all".utf8)) }
}

@Test func laterVersionsAreRefusedByName() {
  var later = state
  later[8] = UInt8(stateFormatVersion + 1)
  let sum = later.withUnsafeBytes { bytes in
    platform_crc32c(platform_crc32c(0, bytes.baseAddress, 12), bytes.baseAddress.map { $0 + 16 }, bytes.count - 16)
  }
  for place in 0..<4 { later[12 + place] = UInt8(truncatingIfNeeded: sum >> (8 * UInt32(place))) }
  #expect(throws: StateError.newer(stateFormatVersion + 1)) { try open(later) }
}
