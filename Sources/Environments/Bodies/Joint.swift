/// A hinge between two parts, with limits and a motor.
struct Joint: Sendable {
  /// Whether an observation tells, after a joint's numbers, if the joint's second part touches something.
  enum Contact: Sendable {
    /// It does not.
    case unfelt
    /// It does.
    case felt
    /// It does; the published implementation always says no (`Senses.Contacts.published`).
    case feltUnlessPublished
  }

  /// The places of the two parts among the body's.
  let parts: (first: Int, second: Int)
  /// Where the hinge is in each part's coordinates. The places may lie apart at first: the physics pulls them together.
  let anchors: (first: SIMD2<Double>, second: SIMD2<Double>)
  /// The angles that the joint may have; 0 is the angle at an episode's start.
  let limits: ClosedRange<Float>
  /// The speed that the motor aims at, in radians per second. Observations tell the joint's speed as a multiple of it.
  let speed: Double
  /// The greatest torque of the motor.
  let torque: Double
  /// What observations add to the angle.
  let angleOffset: Float
  /// Whether observations tell of the second part's contacts.
  let contact: Contact

  /// The number of numbers that an observation has for the joint.
  var observationSize: Int {
    switch contact {
    case .unfelt: 2
    case .felt, .feltUnlessPublished: 3
    }
  }
}
