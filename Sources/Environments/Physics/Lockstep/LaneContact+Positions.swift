// The position iterations.
extension LaneContact {
  /// An iteration over the positions of active lanes: pushes the body out of ground at each point. Returns where the points were
  /// apart enough.
  func solvePositions(_ body: inout LaneBody, active: WorldMask) -> WorldMask {
    let first = solvePosition(of: points.0, &body, mask: active .& isPresent)
    let second = active .& hasTwoPoints
    return any(second) ? first .& solvePosition(of: points.1, &body, mask: second) : first
  }

  /// C = the distance of point and face, negative where they overlap; of it, a fifth is made up for.
  private func solvePosition(of point: LaneContactPoint, _ body: inout LaneBody, mask: WorldMask) -> WorldMask {
    let slop: Float = 0.005
    body.updateRotation()
    let origin = body.origin
    let (facePoint, outward) = faceInWorld(body, origin)
    let place = place(of: point, body, origin)
    let separation = dot(place - facePoint, outward) - Self.radius - Self.radius
    let normal = select(isFaceOfGround, outward, -outward)

    let r = place - body.center
    let correction = clamp(0.2 * (separation + slop), WorldLanes(repeating: -0.2), .zero)
    let rn = cross(r, normal)
    let k = body.inverseMass + body.inverseInertia * rn * rn
    let impulse = select(k .> .zero, -correction / k, .zero) * normal
    body.center = select(mask, body.center + body.inverseMass * impulse, body.center)
    let angle = select(mask, body.angle + body.inverseInertia * cross(r, impulse), body.angle)
    if differ(angle, body.angle) { body.isRotationCurrent = false }
    body.angle = angle
    return (separation .>= -3 * slop) .| .!mask
  }
}
