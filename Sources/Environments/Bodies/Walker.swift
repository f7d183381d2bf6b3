/// A description of a body that walks: a hull on pairs of legs, each leg with a hip and a knee.
///
/// Lengths are in metres, torques in newton metres.
struct Walker {
  /// The body's name.
  let name: String
  /// The hull's outline, convex, in coordinates whose zero is what is called its position.
  let hull: Corners
  /// How wide the hull counts where leg pairs are placed.
  let hullWidth: Double
  /// The width of an upper leg; lower legs have 0.8 of it.
  let legWidth: Double
  /// The length of an upper leg, and of a lower leg.
  let legHeight: Double
  /// Where along the hull each pair of legs hangs.
  let legPairs: [Double]
  /// What each motor may exert.
  let motorTorque: Double
  /// What a step with a motor at full torque costs, per newton metre.
  let torquePenalty: Double

  private static let hullDensity: Float = 5
  private static let hullFriction: Float = 0.1
  private static let legDensity: Float = 1
  private static let legFriction: Float = 0.2
  /// How far the legs of a pair stand apart at first, each from the vertical, in radians.
  private static let legSpread = 0.05
  /// How far below the hull's position the hips are.
  private static let hipDepth = 8 / Scene.pixelsPerMetre

  /// A hull outline given in pixels.
  static func outline(_ pixels: [(x: Double, y: Double)]) -> Corners {
    Corners(pixels.map { SIMD2($0.x / Scene.pixelsPerMetre, $0.y / Scene.pixelsPerMetre) })
  }
}

extension Walker {
  /// The body described: the hull, then leg by leg an upper and a lower part; leg by leg a hip and a knee.
  ///
  /// The upper legs do not start where their hips want them, and the knees start beyond their limits; an episode's first
  /// step pulls the walker together. Published so, and not ours to repair.
  var body: Body {
    var parts = [
      Part(
        shape: .polygon(hull), offset: .zero, angle: 0, density: Self.hullDensity, friction: Self.hullFriction,
        color: SIMD3(0.5, 0.4, 0.9), outlineColor: SIMD3(0.3, 0.3, 0.5))
    ]
    var joints: [Joint] = []
    for (number, pair) in legPairs.enumerated() {
      for side in [-1.0, 1.0] {
        let upper = parts.count
        parts += [
          legPart(width: legWidth, depth: legHeight / 2, ofPairAt: pair, side: side),
          legPart(width: 0.8 * legWidth, depth: legHeight * 3 / 2, ofPairAt: pair, side: side),
        ]
        joints += [hip(ofPairAt: pair, upper), knee(upper, contact: number == 0 ? .felt : .feltUnlessPublished)]
      }
    }
    return Body(
      name: name, parts: parts, joints: joints, startHeight: 2 * legHeight, motorCost: torquePenalty * motorTorque)
  }

  private func legPart(width: Double, depth: Double, ofPairAt pair: Double, side: Double) -> Part {
    let shade: Float = side < 0 ? 0.1 : -0.1
    return Part(
      shape: .box(width: width, height: legHeight),
      offset: SIMD2(min(max(pair, -1), 1) * hullWidth / 2, Self.hipDepth - depth),
      angle: Self.legSpread * side, density: Self.legDensity, friction: Self.legFriction,
      color: SIMD3(0.6, 0.3, 0.5) - shade, outlineColor: SIMD3(0.4, 0.2, 0.3) - shade)
  }

  private func hip(ofPairAt pair: Double, _ upper: Int) -> Joint {
    Joint(
      parts: (Body.hull, upper), anchors: (SIMD2(pair, -Self.hipDepth), SIMD2(0, legHeight / 2)), limits: -0.8...1.1,
      speed: 4, torque: motorTorque, angleOffset: 0, contact: .unfelt)
  }

  private func knee(_ upper: Int, contact: Joint.Contact) -> Joint {
    Joint(
      parts: (upper, upper + 1), anchors: (SIMD2(0, -legHeight / 2), SIMD2(0, legHeight / 2)),
      limits: -1.6 ... -0.1, speed: 6, torque: motorTorque, angleOffset: 1, contact: contact)
  }
}
