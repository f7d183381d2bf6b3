/// At most 255 colours that stand for all those of an animation, so that a GIF can show it.
///
/// Colours that cover much are kept exactly; the others are cut into boxes of about equal weight at their medians
/// (Heckbert, "Color image quantization for frame buffer display", 1982).
struct ColorTable {
  /// One entry of a GIF is left for what a frame does not change.
  static let capacity = 255
  /// 0xRRGGBB.
  let colors: [UInt32]

  init(_ histogram: ColorHistogram) {
    let total = histogram.counts.values.reduce(0, +)
    let ranked = histogram.counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
    let kept =
      ranked.count <= Self.capacity ? ranked.count : ranked.prefix(Self.capacity / 2).count { $0.value * 2000 > total }
    let boxes = ColorBox.cut(ranked.dropFirst(kept).map { ($0.key, $0.value) }, into: Self.capacity - kept)
    colors = ranked.prefix(kept).map(\.key) + boxes.map(\.mean)
  }

  /// Red, green and blue of each colour.
  var bytes: [UInt8] { colors.flatMap { [UInt8($0 >> 16 & 255), UInt8($0 >> 8 & 255), UInt8($0 & 255)] } }
}

/// How often each colour occurs.
struct ColorHistogram {
  private(set) var counts: [UInt32: Int] = [:]

  /// Counts the pixels of a canvas.
  mutating func add(_ canvas: Canvas) {
    canvas.withPixels { pixels, _ in
      var (color, run) = (UInt32(0), 0)
      for pixel in pixels {
        if pixel & 0xFFFFFF == color {
          run += 1
        } else {
          if run > 0 { counts[color, default: 0] += run }
          (color, run) = (pixel & 0xFFFFFF, 1)
        }
      }
      if run > 0 { counts[color, default: 0] += run }
    }
  }
}

/// Colours near to each other.
private struct ColorBox {
  private var colors: [(color: UInt32, count: Int)]
  /// The place of the part, red, green or blue, that varies most, and by how much.
  private let widest: (shift: UInt32, range: UInt32)
  private let weight: Int

  private init(_ colors: [(color: UInt32, count: Int)]) {
    self.colors = colors
    weight = colors.reduce(0) { $0 + $1.count }
    widest =
      [UInt32(16), 8, 0].map { shift in
        let values = colors.map { $0.color >> shift & 255 }
        return (shift, (values.max() ?? 0) - (values.min() ?? 0))
      }.max { $0.range < $1.range } ?? (0, 0)
  }

  /// The mean colour.
  var mean: UInt32 {
    [UInt32(16), 8, 0].reduce(0) { result, shift in
      let sum = colors.reduce(0) { $0 + Int($1.color >> shift & 255) * $1.count }
      return result | UInt32((sum + weight / 2) / max(weight, 1)) << shift
    }
  }

  static func cut(_ colors: [(UInt32, Int)], into count: Int) -> [ColorBox] {
    guard !colors.isEmpty, count > 0 else { return [] }
    var boxes = [ColorBox(colors)]
    while boxes.count < count {
      let urgency = boxes.map { Double($0.widest.range) * Double($0.weight).squareRoot() }
      guard let next = boxes.indices.max(by: { urgency[$0] < urgency[$1] }), boxes[next].widest.range > 0 else { break }
      let (first, second) = boxes[next].halves()
      boxes[next] = first
      boxes.append(second)
    }
    return boxes
  }

  private func halves() -> (ColorBox, ColorBox) {
    let sorted = colors.sorted {
      ($0.color >> widest.shift & 255, $0.color) < ($1.color >> widest.shift & 255, $1.color)
    }
    var (sum, place) = (0, 0)
    while place < sorted.count - 1, sum + sorted[place].count <= weight / 2 {
      sum += sorted[place].count
      place += 1
    }
    let cut = min(max(place, 1), sorted.count - 1)
    return (ColorBox(Array(sorted[..<cut])), ColorBox(Array(sorted[cut...])))
  }
}
