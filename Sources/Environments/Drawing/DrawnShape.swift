/// A polygon, a line or a circle of one colour.
public struct DrawnShape: Sendable, Equatable {
  /// What the points of a shape mean.
  public enum Kind: Sendable {
    /// The 3 to 8 vertices of a convex polygon, counter-clockwise or clockwise, filled.
    case polygon
    /// The 2 to 9 vertices of an open line.
    case line
    /// The centre of a filled circle.
    case circle
  }

  /// What the points mean.
  public let kind: Kind
  /// The points, in metres; at most 9.
  public let points: [SIMD2<Double>]
  /// The width of a line or the diameter of a circle, in metres.
  public let width: Double
  /// Red, green and blue, from 0 to 1.
  public let color: SIMD3<Float>

  init(_ kind: Kind, _ points: [SIMD2<Double>], _ color: SIMD3<Float>, width: Double = 0) {
    self.kind = kind
    self.points = points
    self.color = color
    self.width = width
  }
}
