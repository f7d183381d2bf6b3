/// The terrain of Gymnasium's BipedalWalker, and of its Hardcore version.
struct GymnasiumTerrain: GridTerrain {
  /// Whether there are obstacles: stumps, stairs and pits.
  let isHardcore: Bool

  let roughness = 1.0
  var kinds: [GridObstacle] { isHardcore ? [.stump, .stairs, .pit] : [] }

  func build(
    _ obstacle: GridObstacle, at foot: SIMD2<Double>, on course: inout Course, using draws: inout some TerrainDraws
  ) -> (passage: Passage, pointCount: Int?) {
    switch obstacle {
    case .stump:
      let size = draws.integer(in: 1..<3)
      course.addBox(at: foot, width: Double(size), height: Double(size))
      return (.level, size)
    case .stairs:
      let direction: Double = draws.uniform(from: 0, to: 1) > 0.5 ? 1 : -1
      let width = draws.integer(in: Passage.stairWidth..<(Passage.stairWidth + 1))
      let count = draws.integer(in: 3..<5)
      course.addStairs(from: foot, count: count, height: 1, direction: direction)
      return (.slope(start: foot.y, direction: direction, stairCount: count), count * width)
    case .pit:
      let gap = draws.integer(in: 3..<5)
      course.addPit(at: foot, gap: Double(gap))
      return (.pit(top: foot.y, overhang: 0), gap + 2)
    }
  }
}

// Obstacles of terrains on a grid. Lengths are in terrain steps.
extension Course {
  /// Adds a box that stands at a point.
  mutating func addBox(at corner: SIMD2<Double>, width: Double, height: Double) {
    obstacles.append(
      Outline(rectangle(at: corner, width: width * Scene.terrainStep, height: height * Scene.terrainStep)))
  }

  /// Adds the two walls of a pit: the right one stands a gap further right than the left one.
  mutating func addPit(at edge: SIMD2<Double>, gap: Double) {
    let bottom = edge - SIMD2(0, Passage.pitDepth)
    for x in [0, gap] { addBox(at: bottom + SIMD2(x * Scene.terrainStep, 0), width: 1, height: 4) }
  }

  /// Adds a box for every stair, as thick as it is high, up (`direction` 1) or down (-1) from the height of the first one.
  mutating func addStairs(from foot: SIMD2<Double>, count: Int, height: Double, direction: Double) {
    for stair in 0..<count {
      let place = Double(stair)
      let corner = SIMD2(place * Double(Passage.stairWidth), (place * direction - 1) * height) * Scene.terrainStep
      addBox(at: foot + corner, width: Double(Passage.stairWidth), height: height)
    }
  }
}
