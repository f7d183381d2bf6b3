extension Episode {
  /// The picture of the moment. Draws no random number and changes nothing.
  func drawing(of body: Body, on course: Course, observer: Observer) -> Drawing {
    var drawing = Drawing(hull: SIMD2<Double>(simulation.hull.position))
    Self.paintSky(&drawing)
    Self.paint(course, &drawing)
    paintRays(of: observer, &drawing)
    Self.paintFlag(&drawing)
    paint(body, &drawing)
    return drawing
  }

  private static func paintSky(_ drawing: inout Drawing) {
    drawing.polygon(rectangle(at: drawing.corner, width: Drawing.size.x, height: Drawing.size.y), SIMD3(0.9, 0.9, 1))
    // Half the scroll speed: they follow the view half of the way.
    let offset = SIMD2(drawing.corner.x / 2, drawing.corner.y)
    for cloud in Clouds.outlines { drawing.polygon(cloud.map { $0 + offset }, SIMD3(1, 1, 1)) }
  }

  private static func paint(_ course: Course, _ drawing: inout Drawing) {
    let (bottom, top) = (drawing.corner.y, drawing.corner.y + Drawing.size.y)
    paint(course.ground, to: bottom, &drawing)
    for ceiling in course.ceilings { paint(ceiling, to: top, &drawing) }
    for obstacle in course.obstacles {
      drawing.polygon(obstacle.vertices, obstacle.color, outline: SIMD3(0.6, 0.6, 0.6))
    }
  }

  /// Paints a line and what is solid between it and an edge of the picture.
  private static func paint(_ line: [SIMD2<Double>], to edge: Double, _ drawing: inout Drawing) {
    let isGround = edge == drawing.corner.y
    for (i, (start, end)) in zip(line, line.dropFirst()).enumerated() {
      // Where the line is beyond the edge, nothing is solid.
      let (left, right) = isGround ? (max(start.y, edge), max(end.y, edge)) : (min(start.y, edge), min(end.y, edge))
      if left != edge || right != edge {
        drawing.polygon(
          [SIMD2(start.x, edge), SIMD2(end.x, edge), SIMD2(end.x, right), SIMD2(start.x, left)], SIMD3(0.4, 0.6, 0.3))
      }
      drawing.line(start, end, SIMD3(0.3, i.isMultiple(of: 2) ? 1 : 0.8, 0.3), width: 2 / Scene.pixelsPerMetre)
    }
  }

  private func paintRays(of observer: Observer, _ drawing: inout Drawing) {
    let red = SIMD3<Float>(1, 0, 0)
    let eye = SIMD2<Double>(simulation.hull.position)
    for (ray, fraction) in observer.rays(of: simulation) {
      let end = eye + ray * fraction
      drawing.line(eye, end, red, width: 1 / Scene.pixelsPerMetre)
      if fraction < 1 { drawing.circle(at: end, radius: 2 / Scene.pixelsPerMetre, red) }
    }
  }

  private static func paintFlag(_ drawing: inout Drawing) {
    let foot = SIMD2(3 * Scene.terrainStep, Scene.terrainHeight)
    let top = foot + SIMD2(0, 50 / Scene.pixelsPerMetre)
    drawing.line(foot, top, SIMD3(0, 0, 0), width: 2 / Scene.pixelsPerMetre)
    let cloth = [top, top - SIMD2(0, 10 / Scene.pixelsPerMetre), top + SIMD2(25, -5) / Scene.pixelsPerMetre]
    drawing.polygon(cloth, SIMD3(0.9, 0.2, 0))
  }

  /// The hull last, over the others.
  private func paint(_ body: Body, _ drawing: inout Drawing) {
    let placed = zip(body.parts, simulation.readings.parts)
    for (part, reading) in placed.dropFirst() { Self.paint(part, reading, &drawing) }
    for (part, reading) in placed.prefix(1) { Self.paint(part, reading, &drawing) }
  }

  private static func paint(_ part: Part, _ reading: PartReading, _ drawing: inout Drawing) {
    let position = SIMD2<Double>(reading.position)
    drawing.polygon(
      part.shape.corners.map { position + turned($0, by: Double(reading.angle)) }, part.color,
      outline: part.outlineColor)
  }
}
