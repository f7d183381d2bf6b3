import Glibc

/// What an observation is made of: the hull's angle and velocities, the joints' angles and speeds with what they feel of
/// the ground, ten lidar rays.
///
/// Every number is cut off at its bounds, so that they hold whatever happens. They are wide enough for it to make no
/// difference: the physics engine moves a body by at most 2 m and turns it by at most pi / 2 a step, but for rounding
/// and what contacts add within a step. Angles count whole turns, so their bounds grow with the length of an episode.
struct Observer: Sendable {
  private let joints: [Joint]
  private let senses: Senses
  private let rays: InlineArray<10, SIMD2<Float>>

  // Bounds of the numbers' magnitudes.
  private let hullAngle: Float
  private let jointAngle: Float
  private static let hullTurn = Float.pi
  private static let hullVelocity = SIMD2<Float>(12, 8)
  /// Of two bodies' angular velocities, at the most that one has.
  private static let jointSpeed = Float(Scene.framesPerSecond) * .pi

  private static let lidarRange = 160 / Scene.pixelsPerMetre
  private static let hullCount = 4

  /// An observer of a body, in episodes of so many steps at most.
  init(of body: Body, maxEpisodeSteps: Int, senses: Senses = Senses()) {
    joints = body.joints
    self.senses = senses
    rays = InlineArray { k in
      let angle = 1.5 * Double(k) / 10
      return SIMD2<Float>(SIMD2(sin(angle), -cos(angle)) * Self.lidarRange)
    }
    // The reset makes one step more.
    hullAngle = Float(maxEpisodeSteps + 1) * .pi / 2
    jointAngle = 2 * hullAngle
  }

  /// The number of numbers of an observation.
  var size: Int { Self.hullCount + joints.reduce(0) { $0 + $1.observationSize } + rays.count }

  /// The bounds that every observation keeps to.
  var bounds: (low: [Float], high: [Float]) {
    let hull = [hullAngle, Self.hullTurn, Self.hullVelocity.x, Self.hullVelocity.y]
    var low = hull.map(-)
    var high = hull
    for joint in joints {
      let magnitudes = [jointAngle + joint.angleOffset, Self.jointSpeed / Float(joint.speed)]
      let contacts = joint.observationSize - magnitudes.count
      low += magnitudes.map(-) + [Float](repeating: 0, count: contacts)
      high += magnitudes + [Float](repeating: 1, count: contacts)
    }
    low += [Float](repeating: 0, count: rays.count)
    high += [Float](repeating: 1, count: rays.count)
    return (low, high)
  }

  /// Writes what the body feels and sees now, `size` numbers.
  func observe(_ simulation: borrowing Simulation, into observation: UnsafeMutableBufferPointer<Float>) {
    guard let start = observation.baseAddress else { return }
    observeHull(simulation, into: start)
    var next = start + Self.hullCount
    for (joint, reading) in zip(joints, simulation.readings.joints) {
      next[0] = (reading.angle + joint.angleOffset).clamped(to: jointAngle + joint.angleOffset)
      next[1] = Float(Double(reading.speed) / joint.speed).clamped(to: Self.jointSpeed / Float(joint.speed))
      if joint.contact != .unfelt {
        next[2] = feelsGround(joint, simulation.readings.parts[joint.parts.second]) ? 1 : 0
      }
      next += joint.observationSize
    }
    castRays(of: simulation, into: next)
  }

  /// The rays from the hull, and how far along each the lidar sees ground.
  func rays(of simulation: borrowing Simulation) -> [(ray: SIMD2<Double>, fraction: Double)] {
    var fractions = [Float](repeating: 1, count: rays.count)
    fractions.withUnsafeMutableBufferPointer { fractions in
      guard let start = fractions.baseAddress else { return }
      castRays(of: simulation, into: start)
    }
    return fractions.indices.map { (SIMD2<Double>(rays[$0]), Double(fractions[$0])) }
  }

  private func castRays(of simulation: borrowing Simulation, into fractions: UnsafeMutablePointer<Float>) {
    simulation.castRays(rays.span, stopAtFirst: senses.lidar == .published, into: fractions)
  }

  private func observeHull(_ simulation: borrowing Simulation, into numbers: UnsafeMutablePointer<Float>) {
    let hull = simulation.hull
    let turn = 2 * Double(hull.angularVelocity) / Scene.framesPerSecond
    let velocity = SIMD2<Double>(hull.velocity)
    let viewport = SIMD2(Scene.viewportWidth, Scene.viewportHeight)
    let scaled = SIMD2<Float>(0.3 * velocity * viewport / Scene.framesPerSecond)
    numbers[0] = hull.angle.clamped(to: hullAngle)
    numbers[1] = Float(turn).clamped(to: Self.hullTurn)
    numbers[2] = scaled.x.clamped(to: Self.hullVelocity.x)
    numbers[3] = scaled.y.clamped(to: Self.hullVelocity.y)
  }

  private func feelsGround(_ joint: Joint, _ part: PartReading) -> Bool {
    switch senses.contacts {
    case .counted: part.touches
    case .published: joint.contact == .felt && part.beganTouchingLast
    }
  }
}

extension Float {
  /// The nearest number of at most the given magnitude.
  fileprivate func clamped(to magnitude: Float) -> Float { Swift.min(Swift.max(self, -magnitude), magnitude) }
}
