import Numerics

/// A stretch of terrain: ground, or an obstacle.
protocol TerrainPiece: Sendable {
  /// What a task may set on it, in the order of a task.
  static var parameters: [TrackParameter] { get }

  /// Builds the next stretch of a terrain and moves its end past it.
  func extend(_ terrain: inout Terrain, using generator: inout Xoshiro256PlusPlus)
}

/// A kind of obstacle as the parameters of a track describe it; each that is built varies by chance.
protocol Obstacle: TerrainPiece {
  /// The obstacle of a track's parameters, or nil where they leave it off.
  ///
  /// - Parameter noise: The deviation of its sizes, each in its own unit.
  init?(of track: Track, noise: Double)
}
