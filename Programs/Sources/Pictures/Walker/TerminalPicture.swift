/// A canvas as text for a terminal: two pixels a character, the upper half block in 24-bit colours.
public func terminalText(_ canvas: Canvas, columns: Int, rows: Int) -> String {
  canvas.withPixels { pixels, stride in
    guard pixels.count >= stride * rows * 2, stride >= columns else { return "" }
    var text = ""
    for row in 0..<rows {
      // The colours in force: what the line before left.
      var colors: (upper: UInt32, lower: UInt32)?
      for column in 0..<columns {
        let upper = pixels[2 * row * stride + column] & 0xFFFFFF
        let lower = pixels[(2 * row + 1) * stride + column] & 0xFFFFFF
        if colors?.upper != upper { text += "\u{1B}[38;2;\(parts(upper))m" }
        if colors?.lower != lower { text += "\u{1B}[48;2;\(parts(lower))m" }
        colors = (upper, lower)
        text += "\u{2580}"
      }
      text += "\u{1B}[0m" + (row == rows - 1 ? "" : "\r\n")
    }
    return text
  }
}

private func parts(_ color: UInt32) -> String { "\(color >> 16 & 255);\(color >> 8 & 255);\(color & 255)" }
