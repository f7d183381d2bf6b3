import Box2DBridge

/// A hinge with motor and limits in eight worlds, between bodies A and B: Box2D's revolute joint.
///
/// Masses m and moments of inertia i are inverse, as in Box2D. r is from a body's centre of mass to the hinge. A constraint on
/// velocities v, w with mass M gets the impulse -M C', where C' is how fast it is violated; accumulated impulses are clamped.
struct LaneJoint {
  // What never changes, the same in all worlds.
  let first: Int
  let second: Int
  private let firstAnchor: LaneVector
  private let secondAnchor: LaneVector
  private let referenceAngle: WorldLanes
  private let lowerAngle: WorldLanes
  private let upperAngle: WorldLanes
  private let mA: WorldLanes
  private let mB: WorldLanes
  private let iA: WorldLanes
  private let iB: WorldLanes
  /// The mass of what turns about the hinge: 1 / (iA + iB).
  private let axialMass: WorldLanes

  // A step's.
  var motorSpeed = WorldLanes.zero
  var motorTorque = WorldLanes.zero
  private var maxMotorImpulse = WorldLanes.zero
  private var rA = LaneVector.zero
  private var rB = LaneVector.zero
  private var k11 = WorldLanes.zero
  private var k12 = WorldLanes.zero
  private var k22 = WorldLanes.zero
  private var inverseDeterminant = WorldLanes.zero
  /// How fast the joint may approach its limits: max(C, 0) / h.
  private var lowerRoom = WorldLanes.zero
  private var upperRoom = WorldLanes.zero

  // Accumulated impulses.
  private var pointImpulse = LaneVector.zero
  private var motorImpulse = WorldLanes.zero
  private var lowerImpulse = WorldLanes.zero
  private var upperImpulse = WorldLanes.zero

  init(_ hinge: box2d_hinge, of bodies: UnsafeMutablePointer<LaneBody>, referenceAngle: Float) {
    first = Int(hinge.first_body)
    second = Int(hinge.second_body)
    firstAnchor = LaneVector(SIMD2(hinge.first_anchor.x, hinge.first_anchor.y)) - bodies[first].localCenter
    secondAnchor = LaneVector(SIMD2(hinge.second_anchor.x, hinge.second_anchor.y)) - bodies[second].localCenter
    self.referenceAngle = WorldLanes(repeating: referenceAngle)
    lowerAngle = WorldLanes(repeating: hinge.lower_angle)
    upperAngle = WorldLanes(repeating: hinge.upper_angle)
    mA = bodies[first].inverseMass
    mB = bodies[second].inverseMass
    iA = bodies[first].inverseInertia
    iB = bodies[second].inverseInertia
    axialMass = 1 / (iA + iB)
  }

  /// Reads a lane.
  mutating func load(_ impulses: box2d_hinge_impulses, _ motor: Motor, lane: Int) {
    pointImpulse.x[lane] = impulses.point.x
    pointImpulse.y[lane] = impulses.point.y
    motorImpulse[lane] = impulses.motor
    lowerImpulse[lane] = impulses.lower_limit
    upperImpulse[lane] = impulses.upper_limit
    motorSpeed[lane] = motor.speed
    motorTorque[lane] = motor.torque
  }

  /// Writes a lane.
  func store(_ impulses: inout box2d_hinge_impulses, lane: Int) {
    impulses.point = box2d_vector(x: pointImpulse.x[lane], y: pointImpulse.y[lane])
    impulses.motor = motorImpulse[lane]
    impulses.lower_limit = lowerImpulse[lane]
    impulses.upper_limit = upperImpulse[lane]
  }

  /// Prepares the velocity iterations, and applies the last step's impulses anew.
  mutating func begin(_ bodies: UnsafeMutablePointer<LaneBody>, duration: Float, ratio: WorldLanes) {
    rA = bodies[first].rotation * firstAnchor
    rB = bodies[second].rotation * secondAnchor
    // K, the inverse of the point's mass.
    k11 = mA + mB + rA.y * rA.y * iA + rB.y * rB.y * iB
    k12 = -rA.y * rA.x * iA - rB.y * rB.x * iB
    k22 = mA + mB + rA.x * rA.x * iA + rB.x * rB.x * iB
    inverseDeterminant = inverse(k11 * k22 - k12 * k12)
    maxMotorImpulse = duration * motorTorque
    let angle = bodies[second].angle - bodies[first].angle - referenceAngle
    lowerRoom = greater(angle - lowerAngle, .zero) * (1 / duration)
    upperRoom = greater(upperAngle - angle, .zero) * (1 / duration)

    pointImpulse = ratio * pointImpulse
    motorImpulse *= ratio
    lowerImpulse *= ratio
    upperImpulse *= ratio
    let axialImpulse = motorImpulse + lowerImpulse - upperImpulse
    bodies[first].velocity -= mA * pointImpulse
    bodies[first].angularVelocity -= iA * (cross(rA, pointImpulse) + axialImpulse)
    bodies[second].velocity += mB * pointImpulse
    bodies[second].angularVelocity += iB * (cross(rB, pointImpulse) + axialImpulse)
  }

  /// An iteration over the velocities.
  @inline(__always)
  mutating func solveVelocities(_ bodies: UnsafeMutablePointer<LaneBody>) {
    var vA = bodies[first].velocity
    var wA = bodies[first].angularVelocity
    var vB = bodies[second].velocity
    var wB = bodies[second].angularVelocity

    // Motor: C' = wB - wA - speed, of an impulse that the torque bounds.
    let motor = clamp(motorImpulse - axialMass * (wB - wA - motorSpeed), -maxMotorImpulse, maxMotorImpulse)
    turn(by: motor - motorImpulse, &wA, &wB)
    motorImpulse = motor

    // Lower limit: C' = wB - wA + max(C, 0) / h, of an impulse that pushes only.
    let lower = greater(lowerImpulse - axialMass * (wB - wA + lowerRoom), .zero)
    turn(by: lower - lowerImpulse, &wA, &wB)
    lowerImpulse = lower

    // Upper limit: the same the other way round.
    let upper = greater(upperImpulse - axialMass * (wA - wB + upperRoom), .zero)
    let upperChange = upper - upperImpulse
    wA += iA * upperChange
    wB -= iB * upperChange
    upperImpulse = upper

    // Point: C' = vB + wB x rB - vA - wA x rA, of an impulse P with K P = -C'.
    let error = vB + cross(wB, rB) - vA - cross(wA, rA)
    let impulse = LaneVector(
      x: inverseDeterminant * (k12 * error.y - k22 * error.x),
      y: inverseDeterminant * (k12 * error.x - k11 * error.y))
    pointImpulse += impulse
    vA -= mA * impulse
    wA -= iA * cross(rA, impulse)
    vB += mB * impulse
    wB += iB * cross(rB, impulse)

    bodies[first].velocity = vA
    bodies[first].angularVelocity = wA
    bodies[second].velocity = vB
    bodies[second].angularVelocity = wB
  }

  @inline(__always)
  private func turn(by impulse: WorldLanes, _ wA: inout WorldLanes, _ wB: inout WorldLanes) {
    wA -= iA * impulse
    wB += iB * impulse
  }

  /// An iteration over the positions of active lanes: pulls the limits and the point together. Returns where they were near
  /// enough.
  func solvePositions(_ bodies: UnsafeMutablePointer<LaneBody>, active: WorldMask) -> WorldMask {
    var cA = bodies[first].center
    var aA = bodies[first].angle
    var cB = bodies[second].center
    var aB = bodies[second].angle

    let maxCorrection = Float(8) / 180 * Float(3.14159265359)
    let slop = Float(2) / 180 * Float(3.14159265359)
    let angle = aB - aA - referenceAngle
    let below = clamp(angle - lowerAngle + slop, WorldLanes(repeating: -maxCorrection), .zero)
    let above = clamp(angle - upperAngle - slop, .zero, WorldLanes(repeating: maxCorrection))
    let violation = select(angle .<= lowerAngle, below, select(angle .>= upperAngle, above, .zero))
    let limitImpulse = -axialMass * violation
    aA -= iA * limitImpulse
    aB += iB * limitImpulse
    setAngle(of: first, aA, bodies, active)
    setAngle(of: second, aB, bodies, active)
    bodies[first].updateRotation()
    bodies[second].updateRotation()

    let rA = bodies[first].rotation * firstAnchor
    let rB = bodies[second].rotation * secondAnchor
    let error = cB + rB - cA - rA
    let distance = dot(error, error).squareRoot()
    let k11 = mA + mB + iA * rA.y * rA.y + iB * rB.y * rB.y
    let k12 = -iA * rA.x * rA.y - iB * rB.x * rB.y
    let k22 = mA + mB + iA * rA.x * rA.x + iB * rB.x * rB.x
    let inverseDeterminant = inverse(k11 * k22 - k12 * k12)
    let impulse = -LaneVector(
      x: inverseDeterminant * (k22 * error.x - k12 * error.y),
      y: inverseDeterminant * (k11 * error.y - k12 * error.x))
    cA -= mA * impulse
    aA -= iA * cross(rA, impulse)
    cB += mB * impulse
    aB += iB * cross(rB, impulse)
    bodies[first].center = select(active, cA, bodies[first].center)
    bodies[second].center = select(active, cB, bodies[second].center)
    setAngle(of: first, aA, bodies, active)
    setAngle(of: second, aB, bodies, active)
    return (distance .<= 0.005) .& (magnitude(violation) .<= slop)
  }

  private func setAngle(
    of body: Int, _ angle: WorldLanes, _ bodies: UnsafeMutablePointer<LaneBody>, _ active: WorldMask
  ) {
    let kept = select(active, angle, bodies[body].angle)
    if differ(kept, bodies[body].angle) { bodies[body].isRotationCurrent = false }
    bodies[body].angle = kept
  }
}

/// 1 / x, and 0 of 0: determinants.
@inline(__always)
func inverse(_ determinant: WorldLanes) -> WorldLanes { select(determinant .== .zero, determinant, 1 / determinant) }
