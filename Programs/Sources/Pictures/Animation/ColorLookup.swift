import Glibc

/// Finds the nearest colour of a table, and remembers each answer.
final class ColorLookup {
  private let colors: [UInt32]
  /// For each of the 2^24 colours its index in the table and 1, or 0 where nobody asked yet. The system gives only the
  /// pages that are touched.
  private let known: UnsafeMutablePointer<UInt8>

  init(_ table: ColorTable) {
    colors = table.colors
    known = calloc(1 << 24, 1).assumingMemoryBound(to: UInt8.self)
  }

  deinit { free(known) }

  /// The indices of a canvas's pixels, row after row.
  func write(_ canvas: Canvas, width: Int, height: Int, to indices: inout [UInt8]) {
    canvas.withPixels { pixels, stride in
      indices.withUnsafeMutableBufferPointer { indices in
        guard pixels.count >= stride * height, stride >= width, indices.count == width * height else { return }
        var (last, index) = (UInt32.max, UInt8(0))
        for y in 0..<height {
          for x in 0..<width {
            let color = pixels[y * stride + x] & 0xFFFFFF
            if color != last { (last, index) = (color, self.index(of: color)) }
            indices[y * width + x] = index
          }
        }
      }
    }
  }

  private func index(of color: UInt32) -> UInt8 {
    let place = Int(color)
    if known[place] == 0 { known[place] = nearest(color) + 1 }
    return known[place] - 1
  }

  private func nearest(_ color: UInt32) -> UInt8 {
    func part(_ color: UInt32, _ shift: UInt32) -> Int { Int(color >> shift & 255) }
    var (best, least) = (0, Int.max)
    for (index, candidate) in colors.enumerated() {
      let (red, green, blue) = (
        part(color, 16) - part(candidate, 16), part(color, 8) - part(candidate, 8), part(color, 0) - part(candidate, 0)
      )
      // The eye sees green best and blue least.
      let distance = 3 * red * red + 4 * green * green + 2 * blue * blue
      if distance < least { (best, least) = (index, distance) }
    }
    return UInt8(best)
  }
}
