import Box2DBridge

/// The bodies of eight worlds with one build of walker, solved together as Box2D solves each of them alone.
///
/// Joints and then contacts are visited in Box2D's order. It is the same in all worlds: that of joints depends on the order of
/// creation only; contacts of different bodies do not touch each other's velocities, and of one body the newest comes first.
struct LaneIsland: ~Copyable {
  let bodyCount: Int
  let jointCount: Int
  let bodies: UnsafeMutablePointer<LaneBody>
  /// By number.
  let joints: UnsafeMutablePointer<LaneJoint>
  /// Numbers of joints in the order in which they are solved.
  let jointOrder: UnsafeMutablePointer<Int>
  /// Contacts of a body: `contactCapacity` places for each, of which `contactCounts` are used in some world.
  let contacts: UnsafeMutablePointer<LaneContact>
  let contactCounts: UnsafeMutablePointer<Int>
  /// The ratio by which the last step's impulses are scaled.
  var durationRatio = WorldLanes.zero

  /// How many contacts a body may have at once; if a world has more, it is solved alone.
  static let contactCapacity = 8
  static let velocityIterations = 180
  static let positionIterations = 60

  /// Reads the build from a world that has just been built.
  init(of world: OpaquePointer, _ body: Body) {
    let bodyCount = body.parts.count
    let jointCount = body.joints.count
    self.bodyCount = bodyCount
    self.jointCount = jointCount
    var inertias = [box2d_inertia](repeating: box2d_inertia(), count: bodyCount)
    var hinges = [box2d_hinge](repeating: box2d_hinge(), count: jointCount)
    box2d_world_constants(world, &inertias, &hinges)
    bodies = .allocate(capacity: bodyCount)
    joints = .allocate(capacity: jointCount)
    jointOrder = .allocate(capacity: jointCount)
    contacts = .allocate(capacity: bodyCount * Self.contactCapacity)
    contactCounts = .allocate(capacity: bodyCount)
    for i in 0..<bodyCount { (bodies + i).initialize(to: LaneBody(inertias[i])) }
    for i in 0..<jointCount {
      let (first, second) = body.joints[i].parts
      let reference = Float(body.parts[second].angle) - Float(body.parts[first].angle)
      (joints + i).initialize(to: LaneJoint(hinges[i], of: bodies, referenceAngle: reference))
    }
    for (place, joint) in body.islandJointOrder.enumerated() { (jointOrder + place).initialize(to: joint) }
    contacts.initialize(repeating: LaneContact(), count: bodyCount * Self.contactCapacity)
    contactCounts.initialize(repeating: 0, count: bodyCount)
  }

  deinit {
    bodies.deallocate()
    joints.deallocate()
    jointOrder.deallocate()
    contacts.deallocate()
    contactCounts.deallocate()
  }

  /// Solves one step of the worlds in active lanes; what is in the others makes no difference.
  mutating func solve(active: WorldMask, gravity: Float, duration: Float) {
    let h = WorldLanes(repeating: duration)
    let pull = LaneVector(SIMD2(0, -gravity))
    for i in 0..<bodyCount { bodies[i].accelerate(gravity: pull, duration: h) }
    forEachContact { $0.pointee.begin($1.pointee, ratio: durationRatio) }
    forEachContact { $0.pointee.warmStart(&$1.pointee) }
    for place in 0..<jointCount { joints[jointOrder[place]].begin(bodies, duration: duration, ratio: durationRatio) }
    iterateVelocities()
    for i in 0..<bodyCount { bodies[i].advance(duration: h) }
    iteratePositions(active)
    for i in 0..<bodyCount { bodies[i].updateRotation() }
  }

  private func iterateVelocities() {
    for _ in 0..<Self.velocityIterations {
      for place in 0..<jointCount { joints[jointOrder[place]].solveVelocities(bodies) }
      forEachContact { $0.pointee.solveVelocities(&$1.pointee) }
    }
  }

  /// Each world's iterations end when all of its contacts and joints are near enough.
  private func iteratePositions(_ lanes: WorldMask) {
    var active = lanes
    for _ in 0..<Self.positionIterations {
      var isSolved = WorldMask(repeating: true)
      forEachContact { isSolved .&= $0.pointee.solvePositions(&$1.pointee, active: active) }
      for place in 0..<jointCount {
        isSolved .&= joints[jointOrder[place]].solvePositions(bodies, active: active)
      }
      active .&= .!isSolved
      if !Environments.any(active) { break }
    }
  }

  @inline(__always)
  private func forEachContact(
    _ call: (UnsafeMutablePointer<LaneContact>, UnsafeMutablePointer<LaneBody>) -> Void
  ) {
    for body in 0..<bodyCount {
      let first = contacts + body * Self.contactCapacity
      for i in 0..<contactCounts[body] { call(first + i, bodies + body) }
    }
  }
}

extension Body {
  /// The order in which Box2D solves joints: a depth-first search from the newest body, the newest joint of a body first.
  var islandJointOrder: [Int] {
    var order: [Int] = []
    var isFound = [Bool](repeating: false, count: parts.count)
    var stack = [parts.count - 1]
    isFound[parts.count - 1] = true
    while let part = stack.popLast() {
      for joint in joints.indices.reversed() where !order.contains(joint) {
        let (first, second) = joints[joint].parts
        guard part == first || part == second else { continue }
        order.append(joint)
        let other = part == first ? second : first
        if !isFound[other] {
          isFound[other] = true
          stack.append(other)
        }
      }
    }
    return order
  }
}
