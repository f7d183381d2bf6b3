import Box2DBridge

extension Box2DWorld {
  /// Adds the ground, obstacles before the line of the ground.
  func add(_ terrain: Terrain) {
    for obstacle in terrain.obstacles {
      obstacle.vertices.withPhysicsVectors { vertices, count in
        _ = box2d_world_add_polygon(world, vertices, count, Scene.groundFriction)
      }
    }
    for (start, end) in zip(terrain.vertices, terrain.vertices.dropFirst()) {
      box2d_world_add_edge(world, box2d_vector(start), box2d_vector(end), Scene.groundFriction)
    }
  }

  /// Adds a walker at the middle of the start pad.
  ///
  /// The upper legs do not start where their hips want them, and the knees start beyond their limits; the world's first
  /// step pulls the walker together. Published so, and not ours to repair.
  func add(_ walker: Walker) {
    let position = SIMD2(Scene.startPadLength / 2, Scene.terrainHeight + 2 * walker.legHeight)
    walker.hull.withPhysicsVectors { vertices, count in
      var shape = box2d_shape()
      shape.vertices = vertices
      shape.vertex_count = count
      shape.density = Walker.hullDensity
      shape.friction = Walker.hullFriction
      box2d_world_add_body(world, box2d_vector(position), 0, &shape)
    }
    for pair in walker.legPairs {
      for side in [-1.0, 1.0] { addLeg(of: walker, pair: pair, side: side, under: position) }
    }
  }

  private func addLeg(of walker: Walker, pair: Double, side: Double, under hull: SIMD2<Double>) {
    let (legWidth, legHeight) = (walker.legWidth, walker.legHeight)
    let x = hull.x + min(max(pair, -1), 1) * walker.hullWidth / 2
    let angle = Float(Walker.legSpread * side)
    let hip = SIMD2(pair, -Walker.hipDepth)
    let top = SIMD2(0, legHeight / 2)
    let bottom = SIMD2(0, -legHeight / 2)
    let torque = Float(walker.motorTorque)

    let upper = addLegPart(
      width: legWidth, height: legHeight, at: SIMD2(x, hull.y - legHeight / 2 + Walker.hipDepth), angle)
    addHinge(
      Int32(Walker.hullPart), at: hip, upper, at: top, limits: Walker.hipLimits,
      motor: box2d_motor(speed: Float(side), torque: torque))
    let lower = addLegPart(
      width: 0.8 * legWidth, height: legHeight, at: SIMD2(x, hull.y - legHeight * 3 / 2 + Walker.hipDepth), angle)
    addHinge(
      upper, at: bottom, lower, at: top, limits: Walker.kneeLimits, motor: box2d_motor(speed: 1, torque: torque))
  }

  private func addLegPart(
    width: Double, height: Double, at position: SIMD2<Double>, _ angle: Float
  ) -> Int32 {
    var shape = box2d_shape()
    shape.box_half_width = Float(width / 2)
    shape.box_half_height = Float(height / 2)
    shape.density = Walker.legDensity
    shape.friction = Walker.legFriction
    return box2d_world_add_body(world, box2d_vector(position), angle, &shape)
  }

  private func addHinge(
    _ first: Int32, at firstAnchor: SIMD2<Double>, _ second: Int32, at secondAnchor: SIMD2<Double>,
    limits: ClosedRange<Float>, motor: box2d_motor
  ) {
    var hinge = box2d_hinge(
      first_body: first, second_body: second, first_anchor: box2d_vector(firstAnchor),
      second_anchor: box2d_vector(secondAnchor), lower_angle: limits.lowerBound, upper_angle: limits.upperBound,
      motor: motor)
    box2d_world_add_hinge(world, &hinge)
  }
}
