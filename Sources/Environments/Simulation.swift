import Box2DBridge

/// One episode's physics: a walker on a terrain, in a world of its own.
///
/// Positions are those of the hull's zero, velocities those of its centre of mass. Joints are numbered in the order of
/// an action: hip and knee of the first leg, hip and knee of the second, and so on.
struct Simulation: ~Copyable {
  private let world: OpaquePointer

  /// Builds the terrain, then the walker at the middle of the start pad; the hull is pushed forwards by `push` newtons
  /// during the first step.
  init(of walker: Walker, on terrain: Terrain, push: Double) {
    world = box2d_world_create(Scene.gravity)
    build(walker, on: terrain, push: push)
  }

  /// Starts over, as if made anew, in the memory that the last episode leaves.
  func restart(_ walker: Walker, on terrain: Terrain, push: Double) {
    box2d_world_clear(world)
    build(walker, on: terrain, push: push)
  }

  private func build(_ walker: Walker, on terrain: Terrain, push: Double) {
    for obstacle in terrain.obstacles {
      obstacle.vertices.withPhysicsVectors { vertices, count in
        _ = box2d_world_add_polygon(world, vertices, count, Scene.groundFriction)
      }
    }
    for (start, end) in zip(terrain.vertices, terrain.vertices.dropFirst()) {
      box2d_world_add_edge(world, box2d_vector(start), box2d_vector(end), Scene.groundFriction)
    }
    walker.build(in: world)
    box2d_world_push(world, Walker.hullBody, box2d_vector(x: Float(push), y: 0))
  }

  deinit { box2d_world_destroy(world) }

  /// Advances by one step of the environment.
  func step() {
    box2d_world_step(
      world, Float(1 / Scene.framesPerSecond), Scene.velocityIterations, Scene.positionIterations)
  }

  /// Tells a joint's motor which speed to aim at, in radians per second, and which torque it may use. Keeps the bodies at
  /// the joint awake.
  func setMotor(_ joint: Int, speed: Double, torque: Double) {
    box2d_world_set_motor(world, Int32(truncatingIfNeeded: joint), Float(speed), Float(torque))
  }

  /// Where the hull is.
  var hullPosition: SIMD2<Float> { SIMD2(box2d_world_position(world, Walker.hullBody)) }
  /// How far the hull has turned, whole turns included.
  var hullAngle: Float { box2d_world_angle(world, Walker.hullBody) }
  /// How fast the hull moves.
  var hullVelocity: SIMD2<Float> { SIMD2(box2d_world_velocity(world, Walker.hullBody)) }
  /// How fast the hull turns.
  var hullAngularVelocity: Float { box2d_world_angular_velocity(world, Walker.hullBody) }
  /// Whether the hull has touched anything since the episode's start.
  var hullHasTouched: Bool { box2d_world_has_touched(world, Walker.hullBody) }

  /// A joint's angle, 0 as the walker was built.
  func jointAngle(_ joint: Int) -> Float { box2d_world_joint_angle(world, Int32(truncatingIfNeeded: joint)) }
  /// How fast a joint turns.
  func jointSpeed(_ joint: Int) -> Float { box2d_world_joint_speed(world, Int32(truncatingIfNeeded: joint)) }
  /// Whether a leg's lower part touches something.
  func lowerLegTouches(_ leg: Int) -> Bool { box2d_world_touches(world, Walker.lowerLegBody(leg)) }

  /// Whether the last contact of a leg's lower part that began or ended has begun.
  func lowerLegBeganTouchingLast(_ leg: Int) -> Bool {
    box2d_world_began_touching_last(world, Walker.lowerLegBody(leg))
  }

  /// Where a body is and how far it has turned.
  func placement(ofBody body: Int32) -> (position: SIMD2<Double>, angle: Double) {
    (SIMD2<Double>(SIMD2(box2d_world_position(world, body))), Double(box2d_world_angle(world, body)))
  }

  /// Writes how far along each ray from the hull the nearest ground is, 1 for beyond its end; or, with `stopAtFirst`, that
  /// ground which the engine reports first.
  func castRays(
    _ rays: UnsafeBufferPointer<box2d_vector>, stopAtFirst: Bool, into fractions: UnsafeMutablePointer<Float>
  ) {
    guard let start = rays.baseAddress else { return }
    box2d_world_cast_rays(
      world, box2d_world_position(world, Walker.hullBody), start, Int32(truncatingIfNeeded: rays.count),
      stopAtFirst, fractions)
  }

  /// The mass of a body, its moment of inertia about its zero, and its centre of mass.
  func mass(ofBody body: Int32) -> (mass: Float, inertia: Float, center: SIMD2<Float>) {
    var mass: Float = 0
    var inertia: Float = 0
    var center = box2d_vector()
    box2d_world_mass(world, body, &mass, &inertia, &center)
    return (mass, inertia, SIMD2(center))
  }
}

extension box2d_vector {
  /// The nearest point in the physics engine's precision.
  init(_ point: SIMD2<Double>) { self.init(x: Float(point.x), y: Float(point.y)) }
}

extension Corners {
  /// Calls a function with the corners in the physics engine's precision, and their number.
  func withPhysicsVectors(_ body: (_ vectors: UnsafePointer<box2d_vector>, _ count: Int32) -> Void) {
    var vectors = InlineArray<8, box2d_vector>(repeating: box2d_vector())
    for i in indices { vectors[i] = box2d_vector(self[i]) }
    vectors.span.withUnsafeBufferPointer { vectors in
      guard let start = vectors.baseAddress else { return }
      body(start, Int32(count))
    }
  }
}

extension SIMD2<Float> {
  /// A point of the physics engine's.
  init(_ vector: box2d_vector) { self.init(vector.x, vector.y) }
}
