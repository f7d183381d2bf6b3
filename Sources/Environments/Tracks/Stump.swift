import Numerics

/// An upright rectangle on the ground, one terrain step wide.
struct Stump: TerrainPiece {
  /// The mean of the heights, in terrain steps.
  let meanHeight: Double
  /// The deviation of the heights, in terrain steps.
  let noise: Double

  /// What a lower height counts as, in terrain steps.
  static let lowest = 0.05

  func extend(_ terrain: inout Terrain, using generator: inout Xoshiro256PlusPlus) {
    let height = max(generator.normal(mean: meanHeight, deviation: noise), Self.lowest) * Scene.terrainStep
    let width = Scene.terrainStep
    let foot = terrain.end
    terrain.obstacles.append([
      foot, SIMD2(foot.x + width, foot.y), SIMD2(foot.x + width, foot.y + height), SIMD2(foot.x, foot.y + height),
    ])
    terrain.end.x += width
  }
}
