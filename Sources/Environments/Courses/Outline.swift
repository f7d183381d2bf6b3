/// An obstacle as it stands: a convex polygon that the physics engine takes.
struct Outline: Sendable, Equatable {
  /// The corners, in order, in metres.
  var vertices: Corners
  /// What pictures paint it with: red, green and blue, from 0 to 1.
  var color: SIMD3<Float>

  init(_ vertices: Corners, color: SIMD3<Float> = SIMD3(1, 1, 1)) {
    self.vertices = vertices
    self.color = color
  }
}
