/// What a track is made from: the parameters that a task sets, nil where off. Nothing set is flat ground.
struct Track: Sendable, Equatable {
  /// The mean height of stumps, in terrain steps; nil: no stumps. 0 too means stumps, as low as chance makes them.
  var stumpHeight: Double?
  /// The length of flat ground between two obstacles, in metres; nil: 8.
  var obstacleSpacing: Double?

  /// The ground between two obstacles.
  var ground: Ground { Ground(length: obstacleSpacing.map { max($0, Ground.shortest) } ?? 8) }

  /// The kinds of obstacles that are on. `noise` is the deviation of their sizes.
  ///
  /// A further kind is a type of its own in this folder, a parameter here, and a line below.
  func obstacles(noise: Double) -> [any TerrainPiece] {
    var kinds: [any TerrainPiece] = []
    if let stumpHeight { kinds.append(Stump(meanHeight: stumpHeight, noise: noise)) }
    return kinds
  }
}
