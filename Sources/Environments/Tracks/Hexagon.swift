import Numerics

/// The convex hull of six points above a metre of ground, each an offset away from its place in a low hexagon.
struct Hexagon: Obstacle {
  /// The points' coordinates, in terrain steps from the obstacle's place.
  private let points: [(x: Distribution, y: Distribution)]
  private let color: SIMD3<Float>

  static let shape = TrackParameter(
    TrackParameter.Part(
      "poly_shape",
      numbers: (1...6).flatMap { vertex in
        ["x", "y"].map {
          TrackParameter.Number(
            "poly_shape_\($0)\(vertex)", in: .terrainSteps, "\($0) of the mean offset of a hexagon's vertex \(vertex)")
        }
      }, limit: 4, "mean offsets of a hexagon's six vertices, in terrain steps of 0.467 m", off: "no hexagons"))
  static let parameters = [shape]

  private static let base = [
    SIMD2(-0.5, 0), SIMD2(-0.5, 0.25), SIMD2(-0.25, 0.5), SIMD2(0.25, 0.5), SIMD2(0.5, 0.25), SIMD2(0.5, 0),
  ]
  /// How much of the track it takes, in metres.
  static let length = 1.0

  init?(of track: Track, noise: Double) {
    guard let offsets = track[Self.shape], offsets.count == 2 * Self.base.count else { return nil }
    points = Self.base.enumerated().map { i, point in
      (
        x: Distribution(mean: point.x + offsets[2 * i], deviation: noise),
        y: Distribution(mean: point.y + offsets[2 * i + 1], deviation: noise)
      )
    }
    color = Self.color(of: offsets)
  }

  func extend(_ course: inout Course, from end: inout TrackEnd, using generator: inout Xoshiro256PlusPlus) {
    let place = end.position
    var vertices = Corners()
    for i in points.indices {
      let x = points[i].x.sample(using: &generator)
      let y = points[i].y.sample(using: &generator)
      let staysOnGround = i == 0 || i == points.count - 1
      vertices.append(
        SIMD2(place.x + x * Scene.terrainStep, staysOnGround ? place.y : place.y + y * Scene.terrainStep))
    }
    course.obstacles.append(Outline(solidHull(of: vertices), color: color))
    end.position.x += Self.length
  }

  /// A tint that tells shapes apart: the left, middle and right vertices' mean offsets as red, green and blue.
  private static func color(of offsets: [Double]) -> SIMD3<Float> {
    let third = offsets.count / 3
    return SIMD3(
      (0..<3).map { i in 1 - Float(offsets[(third * i)..<(third * (i + 1))].reduce(0, +)) / Float(third) / 8 })
  }
}
