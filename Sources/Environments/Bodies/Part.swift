/// A part of a body: a convex shape of even density.
struct Part: Sendable {
  /// An outline in coordinates whose zero is what is called the part's position.
  enum Shape: Sendable {
    /// A convex polygon.
    case polygon(Corners)
    /// An upright rectangle about the zero.
    case box(width: Double, height: Double)
  }

  /// The outline.
  let shape: Shape
  /// Where the part is at an episode's start, from the hull's position.
  let offset: SIMD2<Double>
  /// How far it has turned counter-clockwise at an episode's start.
  let angle: Double
  /// Mass per area.
  let density: Float
  /// The coefficient of friction.
  let friction: Float
  /// What pictures paint it with: red, green and blue, from 0 to 1.
  let color: SIMD3<Float>
  /// What pictures paint its outline with.
  let outlineColor: SIMD3<Float>
}

extension Part.Shape {
  /// The corners of the outline.
  var corners: Corners {
    switch self {
    case .polygon(let corners): corners
    case .box(let width, let height):
      rectangle(at: SIMD2(-width, -height) / 2, width: width, height: height)
    }
  }
}
