import Box2DBridge

/// How a moving body moves in eight worlds.
struct LaneBody {
  // What never changes, the same in all worlds.
  let localCenter: LaneVector
  let mass: WorldLanes
  let inverseMass: WorldLanes
  let inverseInertia: WorldLanes

  var center = LaneVector.zero
  var angle = WorldLanes.zero
  var rotation = LaneRotation.none
  /// Whether `rotation` is that of `angle`.
  var isRotationCurrent = true
  var velocity = LaneVector.zero
  var angularVelocity = WorldLanes.zero
  var force = LaneVector.zero

  init(_ inertia: box2d_inertia) {
    localCenter = LaneVector(SIMD2(inertia.center.x, inertia.center.y))
    mass = WorldLanes(repeating: inertia.mass)
    inverseMass = WorldLanes(repeating: inertia.inverse_mass)
    inverseInertia = WorldLanes(repeating: inertia.inverse_inertia)
  }

  /// Reads a lane.
  mutating func load(_ motion: box2d_motion, lane: Int) {
    center.x[lane] = motion.center.x
    center.y[lane] = motion.center.y
    angle[lane] = motion.angle
    rotation.sine[lane] = motion.sine
    rotation.cosine[lane] = motion.cosine
    velocity.x[lane] = motion.velocity.x
    velocity.y[lane] = motion.velocity.y
    angularVelocity[lane] = motion.angular_velocity
    force.x[lane] = motion.force.x
    force.y[lane] = motion.force.y
    isRotationCurrent = true
  }

  /// Writes a lane.
  func store(_ motion: inout box2d_motion, lane: Int) {
    motion.center = box2d_vector(x: center.x[lane], y: center.y[lane])
    motion.angle = angle[lane]
    motion.sine = rotation.sine[lane]
    motion.cosine = rotation.cosine[lane]
    motion.velocity = box2d_vector(x: velocity.x[lane], y: velocity.y[lane])
    motion.angular_velocity = angularVelocity[lane]
  }

  /// Brings sine and cosine up to date.
  mutating func updateRotation() {
    guard !isRotationCurrent else { return }
    withUnsafePointer(to: &angle) { angle in
      withUnsafeMutablePointer(to: &rotation.sine) { sine in
        withUnsafeMutablePointer(to: &rotation.cosine) { cosine in
          box2d_sines_and_cosines(
            UnsafeRawPointer(angle).assumingMemoryBound(to: Float.self),
            UnsafeMutableRawPointer(sine).assumingMemoryBound(to: Float.self),
            UnsafeMutableRawPointer(cosine).assumingMemoryBound(to: Float.self), Int32(WorldLanes.width))
        }
      }
    }
    isRotationCurrent = true
  }

  /// Adds what gravity and force do to the velocity in a step of duration h: v += (h / m) (m g + F).
  mutating func accelerate(gravity: LaneVector, duration: WorldLanes) {
    velocity += duration * inverseMass * (mass * gravity + force)
    // Box2D adds a torque, which is zero, and so turns a negative zero into a positive one.
    angularVelocity += duration * inverseInertia * WorldLanes.zero
  }

  /// Moves the body, by at most 2 m and a quarter turn: x += h v.
  mutating func advance(duration: WorldLanes) {
    let translation = duration * velocity
    let square = dot(translation, translation)
    let isFar = square .> 4
    if any(isFar) {
      velocity = select(isFar, (WorldLanes(repeating: 2) / square.squareRoot()) * velocity, velocity)
    }
    let rotation = duration * angularVelocity
    let maxRotation = 0.5 * Float(3.14159265359)
    let turnsFar = rotation * rotation .> maxRotation * maxRotation
    if any(turnsFar) {
      let ratio = WorldLanes(repeating: maxRotation) / magnitude(rotation)
      angularVelocity = select(turnsFar, angularVelocity * ratio, angularVelocity)
    }
    center += duration * velocity
    angle += duration * angularVelocity
    isRotationCurrent = false
  }
}
