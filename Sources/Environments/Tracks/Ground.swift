import Numerics

/// A stretch of flat ground.
struct Ground: TerrainPiece {
  /// The length of the stretch, in metres.
  let length: Double

  /// What a shorter length counts as, in metres.
  static let shortest = 0.01

  func extend(_ terrain: inout Terrain, using generator: inout Xoshiro256PlusPlus) {
    terrain.end.x += length
  }
}
