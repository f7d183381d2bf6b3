/// A walker's build: a hull on pairs of legs, each leg with a hip and a knee that a motor turns. What never changes
/// while it walks.
///
/// Lengths are in metres, torques in newton metres. A further walker is a further value like those in this folder and a
/// case of `WalkerName`.
struct Walker: Sendable {
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

  /// The number of legs.
  var legCount: Int { 2 * legPairs.count }
  /// The number of joints, a hip and a knee a leg.
  var jointCount: Int { 2 * legCount }
  /// The number of parts: the hull, then each leg's upper and lower part, leg by leg.
  var partCount: Int { 1 + 2 * legCount }

  /// The hull's place among the parts.
  static let hullPart = 0
  /// The place of a leg's lower part among the parts.
  static func lowerLegPart(_ leg: Int) -> Int { 2 * leg + 2 }

  static let hullDensity: Float = 5
  static let hullFriction: Float = 0.1
  static let legDensity: Float = 1
  static let legFriction: Float = 0.2
  /// How far the legs of a pair stand apart at first, each from the vertical, in radians.
  static let legSpread = 0.05
  /// How far below the hull's position the hips are.
  static let hipDepth = 8 / Scene.pixelsPerMetre
  static let hipSpeed = 4.0
  static let kneeSpeed = 6.0
  static let hipLimits: ClosedRange<Float> = -0.8...1.1
  static let kneeLimits: ClosedRange<Float> = -1.6 ... -0.1

  /// A hull outline given in pixels.
  static func outline(_ pixels: [(x: Double, y: Double)]) -> Corners {
    Corners(pixels.map { SIMD2($0.x / Scene.pixelsPerMetre, $0.y / Scene.pixelsPerMetre) })
  }
}
