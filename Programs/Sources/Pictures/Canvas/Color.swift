/// A colour, each part from 0 to 1.
public struct Color: Sendable, Equatable {
  /// Red, green, blue and how opaque it is.
  public var red, green, blue, alpha: Double

  /// An opaque colour, unless `alpha` is less than 1.
  public init(_ red: Double, _ green: Double, _ blue: Double, alpha: Double = 1) {
    (self.red, self.green, self.blue, self.alpha) = (red, green, blue, alpha)
  }

  /// The colour that 0xRRGGBB says.
  init(hex: UInt32) {
    self.init(Double(hex >> 16 & 255) / 255, Double(hex >> 8 & 255) / 255, Double(hex & 255) / 255)
  }

  /// A grey from 0, black, to 1, white.
  static func grey(_ level: Double) -> Color { Color(level, level, level) }

  /// The same colour, less opaque.
  func opacity(_ alpha: Double) -> Color { Color(red, green, blue, alpha: alpha) }
}
