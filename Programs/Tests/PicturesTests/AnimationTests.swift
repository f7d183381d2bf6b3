import Testing

@testable import Pictures

@Suite struct AnimationTests {
  private func animation(frames: Int) -> Animation {
    Animation(width: 40, height: 30, frameCount: frames, delay: 4, lastDelay: 100) { frame, canvas in
      canvas.fillPaper()
      canvas.fill(Rectangle(Double(frame), 5, 10, 10), Palette.blue)
    }
  }

  @Test(arguments: [1, 2, 17])
  func hasItsFramesAndItsSize(frames: Int) throws {
    let gif = try #require(try animation(frames: frames).gif())
    let file = try #require(GIFFile(gif))
    #expect(file.width == 40 && file.height == 30)
    #expect(file.frameCount == frames)
    #expect(file.delays == [Int](repeating: 4, count: frames - 1) + [100])
  }

  @Test func stopsWhenAsked() throws {
    var asked: [Int] = []
    let gif = try animation(frames: 9).gif { frame in
      asked.append(frame)
      return frame < 3
    }
    #expect(gif == nil)
    #expect(asked == [0, 1, 2, 3])
  }

  @Test func isTheSameEachTime() throws {
    #expect(try animation(frames: 5).gif() == animation(frames: 5).gif())
  }

  @Test func refusesWhatNoGIFCanBe() {
    let wide = Animation(width: 70_000, height: 1, frameCount: 1, delay: 1) { _, _ in }
    #expect(throws: PictureError.self) { try wide.gif() }
  }
}

@Suite struct ColorTableTests {
  @Test func keepsFewColorsAsTheyAre() {
    let canvas = Canvas(width: 30, height: 10)
    canvas.fill(Rectangle(0, 0, 30, 10), Color(hex: 0x102030))
    canvas.fill(Rectangle(0, 0, 10, 10), Color(hex: 0xFF0000))
    canvas.fill(Rectangle(10, 0, 5, 10), Color(hex: 0x00FF01))
    var histogram = ColorHistogram()
    histogram.add(canvas)
    #expect(histogram.counts == [0x102030: 150, 0xFF0000: 100, 0x00FF01: 50])
    #expect(Set(ColorTable(histogram).colors) == [0x102030, 0xFF0000, 0x00FF01])
  }

  /// Each of the 4,096 colours has one in the table near to it, and the one that covers half of the picture is in it.
  @Test func standsForManyColors() {
    let canvas = Canvas(width: 64, height: 128)
    for index in 0..<4096 {
      let color = Color(Double(index % 16) / 15, Double(index / 16 % 16) / 15, Double(index / 256) / 15)
      canvas.fill(Rectangle(Double(index % 64), Double(index / 64), 1, 1), color)
    }
    canvas.fill(Rectangle(0, 64, 64, 64), Color(hex: 0x123456))
    var histogram = ColorHistogram()
    histogram.add(canvas)
    let table = ColorTable(histogram)
    #expect(table.colors.count <= ColorTable.capacity)
    #expect(table.colors.contains(0x123456))
    func part(_ color: UInt32, _ shift: UInt32) -> Int { Int(color >> shift & 255) }
    for color in histogram.counts.keys {
      let nearest = table.colors.map { candidate in
        [UInt32(16), 8, 0].map { abs(part(color, $0) - part(candidate, $0)) }.max() ?? 0
      }.min()
      // 4,096 colours in 255 boxes: sixteen in each, which is two to three steps of 17 in each part.
      #expect((nearest ?? 255) <= 51)
    }
  }
}
