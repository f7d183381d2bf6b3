/// What a joint's motor is told.
struct Motor: Sendable {
  /// The speed to aim at, in radians per second.
  var speed: Float
  /// The torque that it may use, in newton metres.
  var torque: Float

  /// A motor that does nothing.
  static let off = Motor(speed: 0, torque: 0)
}
