import Numerics

/// A track as generated: a line of ground and the obstacles that stand on it, in metres, computed in double precision.
struct Terrain: Sendable, Equatable {
  /// The line's vertices, from left to right.
  var vertices: [SIMD2<Double>] = []
  /// The obstacles, from left to right.
  var obstacles: [Outline] = []
  /// Where the next piece begins.
  var end = SIMD2<Double>.zero
  /// How far the last stretch of ground rose.
  var rise = 0.0

  /// No terrain yet.
  init() {}

  /// The terrain of a track.
  init(of track: Track, noise: Double, using generator: inout Xoshiro256PlusPlus) {
    generate(track, noise: noise, using: &generator)
  }

  /// Generates a track in the place of the last: a start pad, then obstacles and ground in turn, the obstacle's kind
  /// uniform among those that are on, until the end of the track is reached. Where no kind is on, ground follows ground.
  mutating func generate(_ track: Track, noise: Double, using generator: inout Xoshiro256PlusPlus) {
    let start = SIMD2(0, Scene.terrainHeight)
    vertices.removeAll(keepingCapacity: true)
    obstacles.removeAll(keepingCapacity: true)
    vertices.append(start)
    end = start + SIMD2(Scene.startPadLength, 0)
    rise = 0

    let ground = Ground(of: track)
    let obstacles = track.obstacles(noise: noise)
    var isObstaclesTurn = true
    while end.x < Scene.trackLength {
      let x = end.x
      if isObstaclesTurn, !obstacles.isEmpty {
        obstacles[generator.uniform(below: obstacles.count)].extend(&self, using: &generator)
      } else {
        ground.extend(&self, using: &generator)
      }
      isObstaclesTurn.toggle()
      vertices.append(SIMD2(x, end.y))
    }
    vertices.append(end)
  }
}
