import Numerics
import Testing

@testable import Environments

@Suite struct DrawingTests {
  /// An environment on a track with stumps, some steps into an episode.
  private func playing(walker: Body, steps: Int) throws -> any Environment {
    let environment = try makeEnvironment(["walker": walker.name], seed: 4)
    environment.setTask([1, 0.5])
    _ = environment.reset()
    var generator = Xoshiro256PlusPlus(seed: 2)
    for _ in 0..<steps { _ = environment.step(randomAction(count: environment.actionSize, using: &generator)) }
    return environment
  }

  private func cross(_ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>) -> Double {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  }

  @Test func thereIsNoneBeforeTheFirstReset() throws {
    let environment = try makeEnvironment()
    #expect(environment.drawing() == nil)
    _ = environment.reset()
    #expect(environment.drawing() != nil)
  }

  @Test(arguments: Body.all)
  func shapesAreWhatTheirKindSays(walker: Body) throws {
    let drawing = try #require(try playing(walker: walker, steps: 20).drawing())
    for shape in drawing.shapes {
      #expect(shape.points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
      #expect(all(shape.color .>= 0) && all(shape.color .<= 1))
      switch shape.kind {
      case .polygon:
        #expect((3...8).contains(shape.points.count) && shape.width == 0)
        // Convex: all turns the same way.
        let points = shape.points
        let turns = points.indices.map {
          cross(points[$0], points[($0 + 1) % points.count], points[($0 + 2) % points.count])
        }
        #expect(turns.allSatisfy { $0 >= -1e-9 } || turns.allSatisfy { $0 <= 1e-9 })
      case .line: #expect((2...9).contains(shape.points.count) && shape.width > 0)
      case .circle: #expect(shape.points.count == 1 && shape.width > 0)
      }
      // Nothing is painted that lies beside the part to show.
      let reach = shape.kind == .circle ? shape.width / 2 : 0
      let (x, y) = (shape.points.map(\.x), shape.points.map(\.y))
      let end = drawing.corner + Drawing.size
      #expect((x.max() ?? 0) + reach >= drawing.corner.x && (x.min() ?? 0) - reach <= end.x)
      #expect((y.max() ?? 0) + reach >= drawing.corner.y && (y.min() ?? 0) - reach <= end.y)
    }
  }

  // The sky below everything, over all that is shown; the hull last, around the fifth of the width where it stays.
  @Test(arguments: Body.all)
  func paintsFromTheSkyToTheHull(walker: Body) throws {
    let drawing = try #require(try playing(walker: walker, steps: 20).drawing())
    let sky = try #require(drawing.shapes.first)
    let end = drawing.corner + Drawing.size
    #expect(Set(sky.points) == [drawing.corner, SIMD2(end.x, drawing.corner.y), end, SIMD2(drawing.corner.x, end.y)])
    let hull = try #require(drawing.shapes.dropLast().last)
    #expect(hull.kind == .polygon && hull.points.count == walker.parts[Body.hull].shape.corners.count)
    let x = hull.points.map(\.x)
    let fifth = drawing.corner.x + Drawing.size.x / 5
    #expect((x.min() ?? 0) < fifth && fifth < (x.max() ?? 0))
    // Each part of a leg and the hull, with their outlines.
    let painted = drawing.shapes.suffix(2 * walker.parts.count)
    let expected = (walker.parts.dropFirst() + walker.parts.prefix(1)).flatMap { [$0.color, $0.outlineColor] }
    #expect(painted.map(\.color) == expected)
  }

  // Drawn or not, an episode has the same bits; drawn twice, the same picture.
  @Test func changesNothing() throws {
    let (drawn, other) = (
      try playing(walker: .quadru, steps: 0), try playing(walker: .quadru, steps: 0)
    )
    for _ in 0..<20 {
      #expect(drawn.drawing() == drawn.drawing())
      let action: [Float] = [1, -1, 0.5, 0, -0.5, 0.25, 1, 1]
      #expect(drawn.step(action) == other.step(action))
    }
    #expect(drawn.reset() == other.reset())
  }

  // A picture a metre further on: clouds stand half a metre to its left of where they stood, ground a whole one.
  @Test func cloudsScrollAtHalfTheSpeed() throws {
    let course = Course(of: Track())
    let observer = Observer(of: .default, maxEpisodeSteps: 10)
    let near = Episode(of: .default, on: course, push: 0, maxSteps: 10)
    let far = Episode(of: .default, on: course, push: 8000, maxSteps: 10)
    let (first, second) = (
      near.drawing(of: .default, on: course, observer: observer),
      far.drawing(of: .default, on: course, observer: observer)
    )
    let scroll = second.corner.x - first.corner.x
    #expect(scroll > 0.2)
    let white = SIMD3<Float>(1, 1, 1)
    let clouds = [first, second].map { drawing in drawing.shapes.filter { $0.color == white && $0.kind == .polygon } }
    #expect(!clouds[0].isEmpty && clouds[0].count == clouds[1].count)
    for (before, after) in zip(clouds[0], clouds[1]) {
      for (start, end) in zip(before.points, after.points) { #expect(abs(end.x - start.x - scroll / 2) < 1e-9) }
    }
    let flag = [first, second].map { drawing in drawing.shapes.first { $0.color == SIMD3(0.9, 0.2, 0) } }
    #expect(flag[0] == flag[1] && flag[0] != nil)
  }

  // A ray ends where the observation says, in a circle where it meets ground.
  @Test func raysEndWhereTheLidarSays() throws {
    let environment = try playing(walker: .short, steps: 5)
    let observation = environment.step([1, -0.5, -1, 0.5]).observation
    let drawing = try #require(environment.drawing())
    let red = SIMD3<Float>(1, 0, 0)
    let rays = drawing.shapes.filter { $0.kind == .line && $0.color == red }
    try #require(rays.count == 10)
    for (ray, fraction) in zip(rays, observation.suffix(10)) {
      let reach = ray.points[1] - ray.points[0]
      #expect(abs((reach * reach).sum().squareRoot() - Double(fraction) * 160 / 30) < 1e-6)
    }
    let ends = drawing.shapes.filter { $0.kind == .circle && $0.color == red }.compactMap(\.points.first)
    let expected = zip(rays, observation.suffix(10)).filter { $0.1 < 1 }.map { $0.0.points[1] }
    #expect(ends == expected && !ends.isEmpty)
  }

  @Test func obstaclesStandWhereTheCourseHasThem() throws {
    var track = Track()
    track[Hexagon.shape] = [1.5, 3.8, 2.9, 2.4, 0.6, 0.6, 0.2, 3.5, 2.4, 2.8, 0.1, 3.9]
    let course = Course(of: track, noise: 0.1, seed: 3)
    let episode = Episode(of: .default, on: course, push: 0, maxSteps: 10)
    let drawing = episode.drawing(
      of: .default, on: course, observer: Observer(of: .default, maxEpisodeSteps: 10))
    let first = try #require(course.obstacles.first)
    let painted = try #require(drawing.shapes.first { $0.kind == .polygon && $0.color == first.color })
    #expect(painted.points == Array(first.vertices))
    // Another shape has another tint.
    track[Hexagon.shape] = [Double](repeating: 1, count: 12)
    #expect(Course(of: track).obstacles.first?.color != first.color)
  }

  // What is solid reaches from a ceiling's line to the picture's upper edge, in the ground's colour.
  @Test func ceilingsAreSolidAbove() throws {
    var course = Course(of: Track())
    let line = [SIMD2(0.0, 7.0), SIMD2(4.0, 8.0)]
    course.ceilings = [line]
    let episode = Episode(of: .default, on: course, push: 0, maxSteps: 10)
    let drawing = episode.drawing(
      of: .default, on: course, observer: Observer(of: .default, maxEpisodeSteps: 10))
    let top = drawing.corner.y + Drawing.size.y
    let expected = [SIMD2(0, top), SIMD2(4, top), line[1], line[0]]
    let painted = try #require(drawing.shapes.first { $0.kind == .polygon && $0.points == expected })
    let ground = try #require(drawing.shapes.first { $0.kind == .polygon && $0.points.contains(course.ground[1]) })
    #expect(painted.color == ground.color)
    #expect(drawing.shapes.contains { $0.kind == .line && $0.points == line })
  }
}
