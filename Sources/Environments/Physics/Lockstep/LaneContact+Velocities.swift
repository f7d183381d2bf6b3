// The velocity iterations.
extension LaneContact {
  /// An iteration over the velocities: friction at each point, then what keeps the points apart.
  @inline(__always)
  mutating func solveVelocities(_ body: inout LaneBody) {
    var v = body.velocity
    var w = body.angularVelocity
    let (m, i) = (body.inverseMass, body.inverseInertia)
    points.0.tangentImpulse = solveFriction(points.0, isPresent, &v, &w, m, i)
    if hasAnyBlock { points.1.tangentImpulse = solveFriction(points.1, isBlock, &v, &w, m, i) }
    if hasAnySingle { solveSingle(&v, &w, m, i) }
    if hasAnyBlock { solveBlock(&v, &w, m, i) }
    body.velocity = v
    body.angularVelocity = w
  }

  /// The velocity of the body against ground at a point.
  @inline(__always)
  private func slip(_ point: LaneContactPoint, _ v: LaneVector, _ w: WorldLanes) -> LaneVector {
    v + cross(w, point.r) - point.groundVelocity
  }

  /// Friction: C' = the velocity along the tangent, of an impulse of at most the normal one times the coefficient.
  /// Returns the impulse.
  @inline(__always)
  private func solveFriction(
    _ point: LaneContactPoint, _ mask: WorldMask, _ v: inout LaneVector, _ w: inout WorldLanes, _ m: WorldLanes,
    _ i: WorldLanes
  ) -> WorldLanes {
    let tangent = tangent
    let lambda = point.tangentMass * -dot(slip(point, v, w), tangent)
    let most = friction * point.normalImpulse
    let impulse = clamp(point.tangentImpulse + lambda, -most, most)
    let change = (impulse - point.tangentImpulse) * tangent
    v = select(mask, v + m * change, v)
    w = select(mask, w + i * cross(point.r, change), w)
    return impulse
  }

  /// One point: C' = the velocity along the normal, of an impulse that pushes only.
  @inline(__always)
  private mutating func solveSingle(_ v: inout LaneVector, _ w: inout WorldLanes, _ m: WorldLanes, _ i: WorldLanes) {
    let mask = isPresent .& .!isBlock
    let lambda = -points.0.normalMass * dot(slip(points.0, v, w), normal)
    let impulse = greater(points.0.normalImpulse + lambda, .zero)
    let change = (impulse - points.0.normalImpulse) * normal
    points.0.normalImpulse = select(mask, impulse, points.0.normalImpulse)
    v = select(mask, v + m * change, v)
    w = select(mask, w + i * cross(points.0.r, change), w)
  }

  /// Two points together: impulses x >= 0 and velocities u = K x + b >= 0 of which at each point one is 0, where b is what
  /// the velocities would be without impulses. Of the four ways to choose, Box2D takes the first that holds:
  /// u = 0; u1 = 0 and x2 = 0; u2 = 0 and x1 = 0; x = 0. If none does, nothing changes.
  @inline(__always)
  private mutating func solveBlock(_ v: inout LaneVector, _ w: inout WorldLanes, _ m: WorldLanes, _ i: WorldLanes) {
    let (a1, a2) = (points.0.normalImpulse, points.1.normalImpulse)
    let b1 = dot(slip(points.0, v, w), normal) - (k11 * a1 + k12 * a2)
    let b2 = dot(slip(points.1, v, w), normal) - (k12 * a1 + k22 * a2)

    let both1 = -(inverse11 * b1 + inverse12 * b2)
    let both2 = -(inverse12 * b1 + inverse22 * b2)
    let bothHold = (both1 .>= .zero) .& (both2 .>= .zero)
    let first = -points.0.normalMass * b1
    let firstHolds = (first .>= .zero) .& (k12 * first + b2 .>= .zero)
    let second = -points.1.normalMass * b2
    let secondHolds = (second .>= .zero) .& (k12 * second + b1 .>= .zero)
    let noneHolds = (b1 .>= .zero) .& (b2 .>= .zero)

    let x1 = select(bothHold, both1, select(firstHolds, first, .zero))
    let x2 = select(bothHold, both2, select(firstHolds, .zero, select(secondHolds, second, .zero)))
    let mask = isBlock .& (bothHold .| firstHolds .| secondHolds .| noneHolds)
    let change1 = (x1 - a1) * normal
    let change2 = (x2 - a2) * normal
    points.0.normalImpulse = select(mask, x1, a1)
    points.1.normalImpulse = select(mask, x2, a2)
    v = select(mask, v + m * (change1 + change2), v)
    w = select(mask, w + i * (cross(points.0.r, change1) + cross(points.1.r, change2)), w)
  }
}
