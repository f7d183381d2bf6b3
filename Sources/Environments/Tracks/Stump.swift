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
    TrackParameter.Part(
      TrackParameter.Number("stump_height", in: .terrainSteps, "mean height of stumps"), limit: 100, off: "no stumps"),
    testBound: 3)
  static let widthFactor = TrackParameter(
    TrackParameter.Part(
      TrackParameter.Number("stump_width", "mean factor on the width of stumps"), limit: 100,
      off: "each is 0.467 m wide"),
    TrackParameter.Part(
      TrackParameter.Number("stump_width_deviation", "deviation of the factor on the width of stumps"), limit: 10,
      standIn: WalkerOptions.trackNoise))
  static let turn = TrackParameter(
    TrackParameter.Part(
      TrackParameter.Number("stump_rot", in: .radians, "mean angle by which stumps are turned counter-clockwise"),
      limit: 2 * .pi, off: "stumps stand upright"),
    TrackParameter.Part(
      TrackParameter.Number("stump_rot_deviation", in: .radians, "deviation of the angle of stumps"), limit: 10,
      standIn: WalkerOptions.trackNoise))
  static let parameters = [meanHeight, widthFactor, turn]

  /// What a lower height counts as, in terrain steps, and a smaller factor on the width.
  static let smallest = 0.05

  init?(of track: Track, noise: Double) {
    guard let height = track[Self.meanHeight] else { return nil }
    self.height = Distribution(height, noise: noise)
    width = track[Self.widthFactor].map { Distribution($0, noise: noise) }
    rotation = track[Self.turn].map { Distribution($0, noise: noise) }
  }

  func extend(_ course: inout Course, from end: inout TrackEnd, using generator: inout Xoshiro256PlusPlus) {
    let height = max(height.sample(using: &generator), Self.smallest) * Scene.terrainStep
    let factor = width.map { max($0.sample(using: &generator), Self.smallest) } ?? 1
    let width = factor * Scene.terrainStep
    let foot = end.position
    var corners = rectangle(at: foot, width: width, height: height)
    if let rotation {
      let angle = min(max(rotation.sample(using: &generator), 0), 2 * .pi)
      let middle = SIMD2(foot.x + width / 2, foot.y)
      for i in corners.indices { corners[i] = middle + turned(corners[i] - middle, by: angle) }
    }
    course.obstacles.append(Outline(corners))
    end.position.x += width
  }
}
