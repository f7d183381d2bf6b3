import Glibc

/// How the ground goes past an obstacle, from the point after its first one. Heights are in metres.
enum Passage: Sendable {
  /// At the height that it has.
  case level
  /// Four terrain steps below `top`, and up again at the last point, which is `overhang` terrain steps left of its place: on
  /// the edge of the pit's right wall.
  case pit(top: Double, overhang: Double)
  /// Up (`direction` 1) or down (-1) from `start`, one terrain step for every four.
  case slope(start: Double, direction: Double, stairCount: Int)
  /// Along stairs of a height, in terrain steps, up (`direction` 1) or down (-1) from `start`.
  case stairs(start: Double, height: Double, direction: Double, stairCount: Int)

  /// The number of terrain steps that a stair is wide.
  static let stairWidth = 4
  /// The depth of pits, in metres.
  static let pitDepth = 4 * Scene.terrainStep

  /// The next point.
  ///
  /// - Parameters:
  ///   - point: Its place on the grid, at the height of the last point.
  ///   - remaining: How many points the obstacle has from this one on.
  func point(at point: SIMD2<Double>, remaining: Int) -> SIMD2<Double> {
    switch self {
    case .level: return point
    case .pit(let top, let overhang):
      let shift = remaining == 1 ? overhang * Scene.terrainStep : 0
      return SIMD2(point.x - shift, remaining > 1 ? top - Self.pitDepth : top)
    case .slope(let start, let direction, let stairCount):
      let way = Double(stairCount * Self.stairWidth - remaining) - direction
      return SIMD2(point.x, start + way / Double(Self.stairWidth) * direction * Scene.terrainStep)
    case .stairs(let start, let height, let direction, let stairCount):
      let stair = floor(Double(stairCount * Self.stairWidth - remaining) / Double(Self.stairWidth))
      let climb = stair * height * direction - (direction < 0 ? height : 0)
      return SIMD2(point.x, start + climb * Scene.terrainStep)
    }
  }
}
