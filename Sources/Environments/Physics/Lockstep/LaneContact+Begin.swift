// What precedes the velocity iterations.
extension LaneContact {
  /// Prepares the velocity iterations.
  mutating func begin(_ body: LaneBody, ratio: WorldLanes) {
    let origin = body.origin
    let (facePoint, outward) = faceInWorld(body, origin)
    normal = select(isFaceOfGround, outward, -outward)
    var (first, second) = points
    prepare(&first, body, origin, facePoint, outward, ratio)
    prepare(&second, body, origin, facePoint, outward, ratio)
    points = (first, second)

    let rn1 = cross(points.0.r, normal)
    let rn2 = cross(points.1.r, normal)
    let (m, i) = (body.inverseMass, body.inverseInertia)
    k11 = m + i * rn1 * rn1
    k22 = m + i * rn2 * rn2
    k12 = m + i * rn1 * rn2
    let determinant = k11 * k22 - k12 * k12
    // Points that lie so close that the system has no good solution count as one.
    isBlock = hasTwoPoints .& (k11 * k11 .< 1000 * determinant)
    let inverted = inverse(determinant)
    inverse11 = inverted * k22
    inverse12 = -inverted * k12
    inverse22 = inverted * k11
    hasAnyBlock = any(isBlock)
    hasAnySingle = any(isPresent .& .!isBlock)
  }

  @inline(__always)
  private func prepare(
    _ point: inout LaneContactPoint, _ body: LaneBody, _ origin: LaneVector, _ facePoint: LaneVector,
    _ outward: LaneVector, _ ratio: WorldLanes
  ) {
    // Half way between the two shapes' skins.
    let radius = WorldLanes(repeating: Self.radius)
    let place = place(of: point, body, origin)
    let depth = radius - dot(place - facePoint, outward)
    let middle = WorldLanes(repeating: 0.5) * ((place + depth * outward) + (place - radius * outward))
    point.r = middle - body.center
    point.groundVelocity = cross(.zero, middle)
    let rn = cross(point.r, normal)
    let rt = cross(point.r, tangent)
    let kNormal = body.inverseMass + body.inverseInertia * rn * rn
    let kTangent = body.inverseMass + body.inverseInertia * rt * rt
    point.normalMass = select(kNormal .> .zero, 1 / kNormal, .zero)
    point.tangentMass = select(kTangent .> .zero, 1 / kTangent, .zero)
    point.normalImpulse *= ratio
    point.tangentImpulse *= ratio
  }

  /// The normal turned clockwise by a right angle.
  @inline(__always)
  var tangent: LaneVector { LaneVector(x: normal.y, y: -normal.x) }

  /// Applies the last step's impulses anew.
  func warmStart(_ body: inout LaneBody) {
    warmStart(points.0, isPresent, &body)
    warmStart(points.1, isBlock, &body)
  }

  private func warmStart(_ point: LaneContactPoint, _ mask: WorldMask, _ body: inout LaneBody) {
    let impulse = point.normalImpulse * normal + point.tangentImpulse * tangent
    body.angularVelocity = select(
      mask, body.angularVelocity + body.inverseInertia * cross(point.r, impulse), body.angularVelocity)
    body.velocity = select(mask, body.velocity + body.inverseMass * impulse, body.velocity)
  }
}
