/// What the parts and the joints of a body do at one moment.
struct Readings: Sendable {
  /// Of each part.
  var parts: [PartReading] = []
  /// Of each joint.
  var joints: [JointReading] = []
}

/// What a part of a body does.
struct PartReading: Sendable {
  /// Where its zero is.
  var position: SIMD2<Float>
  /// How far it has turned, whole turns included.
  var angle: Float
  /// How fast its centre of mass moves.
  var velocity: SIMD2<Float>
  /// How fast it turns.
  var angularVelocity: Float
  /// Whether it touches something.
  var touches: Bool
  /// Whether the last of its contacts that began or ended has begun.
  var beganTouchingLast: Bool
  /// Whether it has touched anything since the episode's start.
  var hasTouched: Bool
}

/// What a joint does.
struct JointReading: Sendable {
  /// The angle, 0 as the body was built.
  var angle: Float
  /// How fast it turns.
  var speed: Float
}
