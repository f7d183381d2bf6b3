import Testing

@testable import Student

struct PhiloxTests {
  /// The known answers that come with the authors' Random123 library.
  @Test(
    arguments: [
      ([0, 0, 0, 0], [0, 0], [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]),
      (
        [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [0xFFFF_FFFF, 0xFFFF_FFFF],
        [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]
      ),
      (
        [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344], [0xA409_3822, 0x299F_31D0],
        [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]
      ),
    ] as [([UInt32], [UInt32], [UInt32])])
  func givesTheKnownAnswers(counter: [UInt32], key: [UInt32], answer: [UInt32]) {
    // The case in one lane after the other, something else in the rest.
    for lane in 0..<16 {
      var lanes = (0..<4).map { SIMD16<UInt32>(repeating: UInt32($0 + 77)) }
      for word in 0..<4 { lanes[word][lane] = counter[word] }
      let words = Philox.words(counter: (lanes[0], lanes[1], lanes[2], lanes[3]), key: SIMD2(key[0], key[1]))
      #expect([words.0[lane], words.1[lane], words.2[lane], words.3[lane]] == answer)
    }
  }
}
