import Box2DBridge

/// One point of a contact in eight worlds.
struct LaneContactPoint {
  /// Where it is: in the body's coordinates if the face is the ground's, in the world's otherwise.
  var place = LaneVector.zero
  var normalImpulse = WorldLanes.zero
  var tangentImpulse = WorldLanes.zero

  /// From the body's centre of mass.
  var r = LaneVector.zero
  /// The velocity of ground there. It is zero; its signs are those with which Box2D computes.
  var groundVelocity = LaneVector.zero
  var normalMass = WorldLanes.zero
  var tangentMass = WorldLanes.zero
}

/// A contact of one body with ground in those of eight worlds that have one.
///
/// Ground has no inverse mass and does not move, so that only the body's side of each constraint is here. n is the normal from
/// ground to the body, t the tangent, C' the relative velocity along either.
struct LaneContact {
  /// The body's number, the same in all worlds.
  var body = 0
  /// Whether there is a contact.
  var isPresent = WorldMask(repeating: false)
  /// Whether it has two points.
  var hasTwoPoints = WorldMask(repeating: false)
  /// Whether it has two points that make an invertible system.
  var isBlock = WorldMask(repeating: false)
  var hasAnySingle = false
  var hasAnyBlock = false

  // The manifold.
  var isFaceOfGround = WorldMask(repeating: false)
  var face = LaneVector.zero
  var faceNormal = LaneVector.zero
  var friction = WorldLanes.zero
  var points = (LaneContactPoint(), LaneContactPoint())

  var normal = LaneVector.zero
  // The two points' K, the inverse of their mass, and its inverse.
  var k11 = WorldLanes.zero
  var k12 = WorldLanes.zero
  var k22 = WorldLanes.zero
  var inverse11 = WorldLanes.zero
  var inverse12 = WorldLanes.zero
  var inverse22 = WorldLanes.zero

  /// The radius that Box2D gives to shapes.
  static let radius: Float = 2 * 0.005

  /// Reads a lane.
  mutating func load(_ contact: box2d_contact, lane: Int) {
    isPresent[lane] = true
    hasTwoPoints[lane] = contact.point_count == 2
    isFaceOfGround[lane] = contact.face_of_ground
    face.x[lane] = contact.face.x
    face.y[lane] = contact.face.y
    faceNormal.x[lane] = contact.normal.x
    faceNormal.y[lane] = contact.normal.y
    friction[lane] = contact.friction
    points.0.load(contact.points.0, lane: lane)
    points.1.load(contact.points.1, lane: lane)
  }

  /// Writes a lane's impulses.
  func store(_ contact: inout box2d_contact, lane: Int) {
    points.0.store(&contact.points.0, lane: lane)
    if isBlock[lane] { points.1.store(&contact.points.1, lane: lane) }
  }
}

extension LaneContactPoint {
  fileprivate mutating func load(_ point: box2d_contact_point, lane: Int) {
    place.x[lane] = point.place.x
    place.y[lane] = point.place.y
    normalImpulse[lane] = point.normal_impulse
    tangentImpulse[lane] = point.tangent_impulse
  }

  fileprivate func store(_ point: inout box2d_contact_point, lane: Int) {
    point.normal_impulse = normalImpulse[lane]
    point.tangent_impulse = tangentImpulse[lane]
  }
}

// Where the contact is.
extension LaneContact {
  /// A point of the face and the normal in the world; the normal is the face's, from the body if the face is its own.
  @inline(__always)
  func faceInWorld(_ body: LaneBody, _ origin: LaneVector) -> (point: LaneVector, normal: LaneVector) {
    (
      select(isFaceOfGround, face, Environments.place(face, body.rotation, origin)),
      select(isFaceOfGround, faceNormal, body.rotation * faceNormal)
    )
  }

  /// Where a point is in the world.
  @inline(__always)
  func place(of point: LaneContactPoint, _ body: LaneBody, _ origin: LaneVector) -> LaneVector {
    select(isFaceOfGround, Environments.place(point.place, body.rotation, origin), point.place)
  }
}

extension LaneBody {
  /// Where the zero of the body's coordinates is.
  @inline(__always)
  var origin: LaneVector { center - rotation * localCenter }
}
