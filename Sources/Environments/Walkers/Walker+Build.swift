import Box2DBridge

extension Walker {
  /// The number of the hull among a walker's bodies; each leg's upper and lower part follow, leg by leg.
  static let hullBody: Int32 = 0

  /// The number of a leg's lower part among the walker's bodies.
  static func lowerLegBody(_ leg: Int) -> Int32 { Int32(truncatingIfNeeded: 2 * leg + 2) }

  /// Builds the walker in an empty or ground-only world, at the middle of the start pad.
  ///
  /// The upper legs do not start where their hips want them, and the knees start beyond their limits; the world's first
  /// step pulls the walker together. Published so, and not ours to repair.
  func build(in world: OpaquePointer) {
    let position = SIMD2(Scene.startPadLength / 2, Scene.terrainHeight + 2 * legHeight)
    hull.withPhysicsVectors { vertices, count in
      var shape = box2d_shape()
      shape.vertices = vertices
      shape.vertex_count = count
      shape.density = Self.hullDensity
      shape.friction = Self.hullFriction
      box2d_world_add_body(world, box2d_vector(position), 0, &shape)
    }
    for pair in legPairs {
      for side in [-1.0, 1.0] { addLeg(ofPairAt: pair, side: side, under: position, in: world) }
    }
  }

  private func addLeg(ofPairAt pair: Double, side: Double, under hull: SIMD2<Double>, in world: OpaquePointer) {
    let x = hull.x + min(max(pair, -1), 1) * hullWidth / 2
    let angle = Float(Self.legSpread * side)
    let hip = SIMD2(pair, -Self.hipDepth)
    let top = SIMD2(0, legHeight / 2)
    let bottom = SIMD2(0, -legHeight / 2)

    let upper = addLegPart(width: legWidth, at: SIMD2(x, hull.y - legHeight / 2 + Self.hipDepth), angle, in: world)
    addHinge(
      Self.hullBody, at: hip, upper, at: top, limits: Self.hipLimits, startSpeed: Float(side), in: world)
    let lower = addLegPart(
      width: 0.8 * legWidth, at: SIMD2(x, hull.y - legHeight * 3 / 2 + Self.hipDepth), angle, in: world)
    addHinge(upper, at: bottom, lower, at: top, limits: Self.kneeLimits, startSpeed: 1, in: world)
  }

  private func addLegPart(
    width: Double, at position: SIMD2<Double>, _ angle: Float, in world: OpaquePointer
  ) -> Int32 {
    var shape = box2d_shape()
    shape.box_half_width = Float(width / 2)
    shape.box_half_height = Float(legHeight / 2)
    shape.density = Self.legDensity
    shape.friction = Self.legFriction
    return box2d_world_add_body(world, box2d_vector(position), angle, &shape)
  }

  private func addHinge(
    _ first: Int32, at firstAnchor: SIMD2<Double>, _ second: Int32, at secondAnchor: SIMD2<Double>,
    limits: ClosedRange<Float>, startSpeed: Float, in world: OpaquePointer
  ) {
    var hinge = box2d_hinge(
      first_body: first, second_body: second, first_anchor: box2d_vector(firstAnchor),
      second_anchor: box2d_vector(secondAnchor), lower_angle: limits.lowerBound, upper_angle: limits.upperBound,
      motor_speed: startSpeed, motor_torque: Float(motorTorque))
    box2d_world_add_hinge(world, &hinge)
  }
}
