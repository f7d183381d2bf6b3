/// Colours for numbers from 0 to 1.
struct ColorMap: Sendable {
  private let colors: [Color]

  /// Evenly bright steps that all kinds of colour vision tell apart (van der Walt and Smith, viridis, CC0); every eighth of its 256,
  /// and what is between.
  static let viridis = ColorMap(
    colors: [
      0x440154, 0x470D60, 0x48186A, 0x482374, 0x472D7B, 0x453781, 0x424086, 0x3E4989, 0x3B528B, 0x375B8D, 0x33638D,
      0x2F6B8E, 0x2C728E, 0x297A8E, 0x26828E, 0x23898E, 0x21918C, 0x1F988B, 0x1FA088, 0x22A785, 0x28AE80, 0x32B67A,
      0x3FBC73, 0x4EC36B, 0x5EC962, 0x70CF57, 0x84D44B, 0x98D83E, 0xADDC30, 0xC2DF23, 0xD8E219, 0xECE51B, 0xFDE725,
    ].map { Color(hex: $0) })

  /// From white to a dark grey.
  static let greys = ColorMap(colors: [Color(hex: 0xFFFFFF), Color(hex: 0x4D4D4D)])

  /// The colour of a number; what is outside of 0 to 1 has the nearer end's.
  subscript(_ number: Double) -> Color {
    guard number.isFinite else { return colors[0] }
    let place = min(max(number, 0), 1) * Double(colors.count - 1)
    let index = min(Int(place), colors.count - 2)
    let (low, high, share) = (colors[index], colors[index + 1], place - Double(index))
    func mix(_ part: KeyPath<Color, Double>) -> Double {
      low[keyPath: part] * (1 - share) + high[keyPath: part] * share
    }
    return Color(mix(\.red), mix(\.green), mix(\.blue))
  }
}

/// A colour map over a range of numbers.
struct ColorScale: Sendable {
  let map: ColorMap
  let range: ClosedRange<Double>

  /// The colour of a number.
  subscript(_ number: Double) -> Color { map[share(of: number)] }

  /// How far up the range a number is, from 0 to 1.
  func share(of number: Double) -> Double {
    let width = range.upperBound - range.lowerBound
    guard width > 0, number.isFinite else { return 0 }
    return min(1, max(0, (number - range.lowerBound) / width))
  }
}
