import Box2DBridge

/// A world of Box2D.
struct Box2DWorld: ~Copyable, Physics {
  let world: OpaquePointer
  // What goes over the bridge, one element for each hinge or body.
  private var motors: [box2d_motor] = []
  private var hinges: [box2d_hinge_state] = []
  private var bodies: [box2d_body_state] = []

  private static let velocityIterations: Int32 = 180
  private static let positionIterations: Int32 = 60

  init() { world = box2d_world_create(Scene.gravity) }

  deinit { box2d_world_destroy(world) }

  mutating func build(_ body: Body, on course: Course, push: Double) {
    box2d_world_clear(world)
    add(course)
    add(body)
    box2d_world_push(world, Int32(Body.hull), box2d_vector(x: Float(push), y: 0))
    motors.resize(to: body.joints.count, filling: box2d_motor())
    hinges.resize(to: body.joints.count, filling: box2d_hinge_state())
    bodies.resize(to: body.parts.count, filling: box2d_body_state())
  }

  mutating func advance(_ motors: [Motor]) {
    for (joint, motor) in motors.enumerated() {
      self.motors[joint] = box2d_motor(speed: motor.speed, torque: motor.torque)
    }
    box2d_world_step(
      world, self.motors, Int32(truncatingIfNeeded: motors.count), Float(1 / Scene.framesPerSecond),
      Self.velocityIterations, Self.positionIterations)
  }

  mutating func read(into readings: inout Readings) {
    box2d_world_read(world, &bodies, &hinges)
    readings.parts.resize(to: bodies.count, filling: PartReading(box2d_body_state()))
    readings.joints.resize(to: hinges.count, filling: JointReading(box2d_hinge_state()))
    for i in bodies.indices { readings.parts[i] = PartReading(bodies[i]) }
    for i in hinges.indices { readings.joints[i] = JointReading(hinges[i]) }
  }

  func castRays(
    _ rays: Span<SIMD2<Float>>, from origin: SIMD2<Float>, stopAtFirst: Bool,
    into fractions: UnsafeMutablePointer<Float>
  ) {
    rays.withUnsafeBufferPointer { rays in
      rays.withMemoryRebound(to: box2d_vector.self) { vectors in
        guard let start = vectors.baseAddress else { return }
        box2d_world_cast_rays(
          world, box2d_vector(x: origin.x, y: origin.y), start, Int32(truncatingIfNeeded: vectors.count), stopAtFirst,
          fractions)
      }
    }
  }
}

extension PartReading {
  fileprivate init(_ body: box2d_body_state) {
    self.init(
      position: SIMD2(body.position.x, body.position.y), angle: body.angle,
      velocity: SIMD2(body.velocity.x, body.velocity.y), angularVelocity: body.angular_velocity, touches: body.touches,
      beganTouchingLast: body.began_touching_last, hasTouched: body.has_touched)
  }
}

extension JointReading {
  fileprivate init(_ hinge: box2d_hinge_state) { self.init(angle: hinge.angle, speed: hinge.angular_velocity) }
}

extension Array {
  /// Makes the array so long. Allocates nothing if it is already.
  fileprivate mutating func resize(to count: Int, filling element: Element) {
    if self.count != count { self = Array(repeating: element, count: count) }
  }
}
