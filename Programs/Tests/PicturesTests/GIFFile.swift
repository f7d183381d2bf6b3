/// What a GIF holds (the GIF89a specification), read without the encoder's help.
struct GIFFile {
  private(set) var width = 0
  private(set) var height = 0
  private(set) var frameCount = 0
  /// Of each frame, in hundredths of a second.
  private(set) var delays: [Int] = []

  /// Nil where it is no whole GIF.
  init?(_ bytes: [UInt8]) {
    guard bytes.count > 13, bytes.starts(with: "GIF89a".utf8) else { return nil }
    func word(_ place: Int) -> Int { Int(bytes[place]) | Int(bytes[place + 1]) << 8 }
    func table(_ flags: UInt8) -> Int { flags & 0x80 != 0 ? 3 << (Int(flags & 7) + 1) : 0 }
    (width, height) = (word(6), word(8))
    var place = 13 + table(bytes[10])
    func skipBlocks() -> Bool {
      while place < bytes.count, bytes[place] != 0 { place += Int(bytes[place]) + 1 }
      place += 1
      return place <= bytes.count
    }
    while place < bytes.count {
      switch bytes[place] {
      case 0x21:
        guard place + 5 < bytes.count else { return nil }
        if bytes[place + 1] == 0xF9 { delays.append(word(place + 4)) }
        place += 2
        guard skipBlocks() else { return nil }
      case 0x2C:
        guard place + 10 < bytes.count else { return nil }
        guard word(place + 1) + word(place + 5) <= width, word(place + 3) + word(place + 7) <= height else {
          return nil
        }
        place += 11 + table(bytes[place + 9])
        guard skipBlocks() else { return nil }
        frameCount += 1
      case 0x3B: return
      default: return nil
      }
    }
    return nil
  }
}
