import Glibc
import Numerics

/// A rectangle on the ground, upright or turned about the middle of its foot.
struct Stump: Obstacle {
  /// The height, in terrain steps.
  let height: Distribution
  /// A factor on the usual width, one terrain step; nil: exactly that.
  let width: Distribution?
  /// The angle by which it is turned counter-clockwise, in radians; nil: upright.
  let rotation: Distribution?

  static let meanHeight = TrackParameter(
    TrackParameter.Part("stump_height", limit: 100, "in terrain steps of 0.467 m; off: no stumps"), testBound: 3)
  static let widthFactor = TrackParameter(
    TrackParameter.Part("stump_width", limit: 100, "a factor on a stump's width; off: each is 0.467 m wide"),
    TrackParameter.Part(
      "stump_width_deviation", limit: 10, "the factor's deviation; off: it is the option track_noise"))
  static let turn = TrackParameter(
    TrackParameter.Part("stump_rot", limit: 2 * .pi, "a stump's angle in radians; off: stumps stand upright"),
    TrackParameter.Part("stump_rot_deviation", limit: 10, "the angle's deviation; off: it is the option track_noise"))
  static let parameters = [meanHeight, widthFactor, turn]

  /// What a lower height counts as, in terrain steps, and a smaller factor on the width.
  static let smallest = 0.05

  init?(of track: Track, noise: Double) {
    guard let height = track[Self.meanHeight] else { return nil }
    self.height = Distribution(height, noise: noise)
    width = track[Self.widthFactor].map { Distribution($0, noise: noise) }
    rotation = track[Self.turn].map { Distribution($0, noise: noise) }
  }

  func extend(_ terrain: inout Terrain, using generator: inout Xoshiro256PlusPlus) {
    let height = max(height.sample(using: &generator), Self.smallest) * Scene.terrainStep
    let factor = width.map { max($0.sample(using: &generator), Self.smallest) } ?? 1
    let width = factor * Scene.terrainStep
    let foot = terrain.end
    var corners = rectangle(at: foot, width: width, height: height)
    if let rotation {
      let angle = min(max(rotation.sample(using: &generator), 0), 2 * .pi)
      let middle = SIMD2(foot.x + width / 2, foot.y)
      for i in corners.indices { corners[i] = middle + turned(corners[i] - middle, by: angle) }
    }
    terrain.obstacles.append(Outline(corners))
    terrain.end.x += width
  }
}

/// The corners of an upright rectangle, counter-clockwise from the lower left one.
func rectangle(at corner: SIMD2<Double>, width: Double, height: Double) -> Corners {
  let (x, y) = (corner.x, corner.y)
  return [corner, SIMD2(x + width, y), SIMD2(x + width, y + height), SIMD2(x, y + height)]
}

/// A vector turned counter-clockwise.
func turned(_ vector: SIMD2<Double>, by angle: Double) -> SIMD2<Double> {
  let (sine, cosine) = (sin(angle), cos(angle))
  return SIMD2(cosine * vector.x - sine * vector.y, sine * vector.x + cosine * vector.y)
}
