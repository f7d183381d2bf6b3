/// A picture of one moment: shapes in the order in which they are painted, in metres, and the part of the world to show.
public struct Drawing: Sendable, Equatable {
  /// The lower left corner of the part to show.
  public var corner: SIMD2<Double>
  /// The width and the height of the part to show.
  public static let size = SIMD2(Scene.viewportWidth, Scene.viewportHeight)
  /// What to paint, the first below the others.
  public private(set) var shapes: [DrawnShape] = []

  /// An empty picture that scrolls with the hull: it stays at one fifth of the width, and within the height.
  init(hull: SIMD2<Double>) {
    let margin = 2.0
    corner = SIMD2(hull.x - Self.size.x / 5, max(hull.y + margin - Self.size.y, min(0, hull.y - margin)))
  }

  /// Paints a convex polygon of 3 to 8 vertices, with an outline if it is given a colour for it.
  mutating func polygon(_ points: some Sequence<SIMD2<Double>>, _ color: SIMD3<Float>, outline: SIMD3<Float>? = nil) {
    let points = Array(points)
    guard isInView(points) else { return }
    shapes.append(DrawnShape(.polygon, points, color))
    guard let outline else { return }
    shapes.append(DrawnShape(.line, points + points.prefix(1), outline, width: 2 / Scene.pixelsPerMetre))
  }

  /// Paints a straight line.
  mutating func line(_ start: SIMD2<Double>, _ end: SIMD2<Double>, _ color: SIMD3<Float>, width: Double) {
    guard isInView([start, end]) else { return }
    shapes.append(DrawnShape(.line, [start, end], color, width: width))
  }

  /// Paints a disc.
  mutating func circle(at center: SIMD2<Double>, radius: Double, _ color: SIMD3<Float>) {
    guard isInView([center - radius, center + radius]) else { return }
    shapes.append(DrawnShape(.circle, [center], color, width: 2 * radius))
  }

  /// Whether the box around some points meets the part to show.
  private func isInView(_ points: [SIMD2<Double>]) -> Bool {
    var (low, high) = (SIMD2(repeating: Double.infinity), SIMD2(repeating: -Double.infinity))
    for point in points {
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }
    return all(high .>= corner) && all(low .<= corner + Self.size)
  }
}
