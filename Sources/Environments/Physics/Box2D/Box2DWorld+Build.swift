import Box2DBridge

extension Box2DWorld {
  /// Adds a course, obstacles before lines.
  func add(_ course: Course) {
    for obstacle in course.obstacles {
      obstacle.vertices.withPhysicsVectors { vertices, count in
        _ = box2d_world_add_polygon(world, vertices, count, Scene.groundFriction)
      }
    }
    for line in course.lines {
      for (start, end) in zip(line, line.dropFirst()) {
        box2d_world_add_edge(world, box2d_vector(start), box2d_vector(end), Scene.groundFriction)
      }
    }
  }

  /// Adds a body's parts and joints at the middle of the start pad.
  func add(_ body: Body) {
    let hull = SIMD2(Scene.startPadLength / 2, Scene.terrainHeight + body.startHeight)
    for part in body.parts {
      var shape = box2d_shape()
      shape.density = part.density
      shape.friction = part.friction
      let position = box2d_vector(hull + part.offset)
      switch part.shape {
      case .polygon(let corners):
        corners.withPhysicsVectors { vertices, count in
          shape.vertices = vertices
          shape.vertex_count = count
          box2d_world_add_body(world, position, Float(part.angle), &shape)
        }
      case .box(let width, let height):
        shape.box_half_width = Float(width / 2)
        shape.box_half_height = Float(height / 2)
        box2d_world_add_body(world, position, Float(part.angle), &shape)
      }
    }
    for joint in body.joints { add(joint) }
  }

  private func add(_ joint: Joint) {
    var hinge = box2d_hinge(
      first_body: Int32(joint.parts.first), second_body: Int32(joint.parts.second),
      first_anchor: box2d_vector(joint.anchors.first), second_anchor: box2d_vector(joint.anchors.second),
      lower_angle: joint.limits.lowerBound, upper_angle: joint.limits.upperBound)
    box2d_world_add_hinge(world, &hinge)
  }
}
