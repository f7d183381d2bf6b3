import Numerics

/// A stretch of terrain: ground, or a kind of obstacle.
protocol TerrainPiece: Sendable {
  /// Builds the next stretch of a terrain and moves its end past it.
  func extend(_ terrain: inout Terrain, using generator: inout Xoshiro256PlusPlus)
}
