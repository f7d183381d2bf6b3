/// A terrain whose ground has a point every terrain step, with obstacles after stretches of grass: the terrains of
/// Gymnasium's BipedalWalker, and those that came of them.
///
/// The same draws make the same terrain as the published generators, point for point.
protocol GridTerrain: Sendable {
  /// A factor on the rise of grass from point to point.
  var roughness: Double { get }
  /// The kinds of obstacles that follow grass, equally likely; none for grass alone.
  var kinds: [GridObstacle] { get }

  /// Builds an obstacle.
  ///
  /// - Parameters:
  ///   - foot: The last point of the grass before it, one terrain step further right.
  ///   - course: Receives its polygons.
  /// - Returns: How the ground goes past it, and for how many points; nil for as many as grass would have.
  func build(
    _ obstacle: GridObstacle, at foot: SIMD2<Double>, on course: inout Course, using draws: inout some TerrainDraws
  ) -> (passage: Passage, pointCount: Int?)
}

/// A kind of obstacle on a grid.
enum GridObstacle: Sendable {
  case stump, stairs, pit
}

extension GridTerrain {
  /// Generates a course in the place of the last.
  func generate(_ course: inout Course, using draws: inout some TerrainDraws) {
    course.clear()
    var (y, rise) = (Scene.terrainHeight, 0.0)
    var remaining = Int((Scene.startPadLength / Scene.terrainStep).rounded())
    let padCount = remaining
    let kinds = kinds
    /// Nil on grass.
    var obstacle: GridObstacle?
    var passage: Passage?
    // The first point of a stretch keeps the height.
    var isFirst = false
    for i in 0..<Int((Scene.trackLength / Scene.terrainStep).rounded()) {
      var point = SIMD2(Double(i) * Scene.terrainStep, y)
      if isFirst {
        passage = nil
        if let obstacle {
          let built = build(obstacle, at: point, on: &course, using: &draws)
          passage = built.passage
          remaining = built.pointCount ?? remaining
        }
      } else if let passage {
        point = passage.point(at: point, remaining: remaining)
      } else {
        rise = 0.8 * rise + 0.01 * sign(Scene.terrainHeight - y)
        if i > padCount { rise += draws.uniform(from: -1, to: 1) / Scene.pixelsPerMetre }
        point.y += roughness * rise
      }
      course.ground.append(point)
      y = point.y
      remaining -= 1
      isFirst = remaining == 0
      if isFirst {
        remaining = draws.integer(in: 5..<10)
        let isObstaclesTurn = obstacle == nil && !kinds.isEmpty
        obstacle = isObstaclesTurn ? kinds[draws.integer(in: 1..<(kinds.count + 1)) - 1] : nil
      }
    }
  }
}
