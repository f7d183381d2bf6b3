import Box2DBridge
import Numerics
import Testing

@testable import Environments

@Suite struct ObstacleCoursesTests {
  private func course(_ track: Track, noise: Double = 0, seed: UInt64 = 0) -> Course {
    var generator = Xoshiro256PlusPlus(seed: seed)
    return Course(of: track, noise: noise, using: &generator)
  }

  @Test func isFlatWhereNothingIsSet() {
    let flat = course(Track(), noise: 0.1)
    let x = [0, 9.333, 17.333, 25.333, 33.333, 41.333, 49.333, 57.333, 65.333, 73.333, 81.333, 89.333, 97.333]
    #expect(flat.ground.count == x.count)
    for (vertex, x) in zip(flat.ground, x) {
      #expect(abs(vertex.x - x) < 1e-3)
      #expect(vertex.y == 400.0 / 30 / 4)
    }
    #expect(flat.obstacles.isEmpty)
  }

  @Test(arguments: RecordedEpisode.names)
  func standsAsRecorded(name: String) throws {
    let recorded = try RecordedEpisode(named: name)
    let isFlat = name.hasPrefix("flat")
    let ours = course(recorded.track)
    let polygons = recorded.staticBodies.filter { $0.kind == "polygon" }
    #expect(ours.obstacles.count == polygons.count)
    for (obstacle, polygon) in zip(ours.obstacles, polygons) {
      // The recording starts at another corner.
      #expect(Set(obstacle.vertices.map(SIMD2<Float>.init)) == Set(polygon.vertices))
    }
    // The recording has an edge of no length, and none where the walk ended unless the ground is flat.
    let edges = recorded.staticBodies.filter { $0.kind == "edge" && $0.vertices[0] != $0.vertices[1] }
    let vertices = ours.ground.map(SIMD2<Float>.init)
    #expect(ours.ground.count == edges.count + (isFlat ? 1 : 2))
    for (i, edge) in edges.enumerated() { #expect([vertices[i], vertices[i + 1]] == edge.vertices) }
    #expect(recorded.staticBodies.allSatisfy { $0.friction == Scene.groundFriction })
  }

  @Test func hasStumpsOfTheirMeansWithoutNoise() throws {
    let ours = course(Track(stumpHeight: 0.5, obstacleSpacing: 3))
    #expect(ours.obstacles.count == 25)
    let third = try #require(ours.obstacles.dropFirst(2).first).vertices.map(SIMD2<Float>.init)
    let recorded: [SIMD2<Float>] = [
      SIMD2(16.7333336, 3.33333325), SIMD2(16.7333336, 3.5666666), SIMD2(16.2666664, 3.5666666),
      SIMD2(16.2666664, 3.33333325),
    ]
    #expect(Set(third) == Set(recorded))
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func isSoundWhateverTheTask(seed: UInt64) throws {
    var generator = Xoshiro256PlusPlus(seed: seed)
    let track = Track(
      stumpHeight: seed.isMultiple(of: 7) ? nil : seed.isMultiple(of: 5) ? 0 : generator.uniform(from: 0, to: 10),
      obstacleSpacing: seed.isMultiple(of: 11) ? nil : seed.isMultiple(of: 3) ? 0 : generator.uniform(from: 0, to: 20))
    let ours = course(track, noise: generator.uniform(), seed: seed)
    let step = 14.0 / 30
    let spacing = track[Ground.spacing].map { max($0[0], 0.01) } ?? 8

    // The line: from left to right, flat, from the start to past the end.
    #expect(ours.ground[0] == SIMD2(0, 10.0 / 3))
    #expect(abs(ours.ground[1].x - 20 * step) < 1e-9)
    for (left, right) in zip(ours.ground, ours.ground.dropFirst()) {
      #expect(left.x < right.x && left.y == right.y)
    }
    let end = try #require(ours.ground.last)
    #expect(end.x >= 200 * step && end.x < 200 * step + max(spacing, step))

    // The obstacles: every other piece of the line, standing on it.
    let pieces = ours.ground.count - 2
    #expect(ours.obstacles.count == (track[Stump.meanHeight] == nil ? 0 : (pieces + 1) / 2))
    for (i, obstacle) in ours.obstacles.enumerated() {
      let corners = obstacle.vertices
      let (left, right) = (ours.ground[2 * i + 1], ours.ground[2 * i + 2])
      #expect(corners.count == 4 && corners[0] == left && corners[1] == right)
      #expect(corners[2].x == right.x && corners[3].x == left.x && corners[2].y == corners[3].y)
      #expect(abs(right.x - left.x - step) < 1e-9)
      let height = corners[2].y - left.y
      #expect(height.isFinite && height >= 0.05 * step * (1 - 1e-12))
      if 2 * i + 3 < ours.ground.count {
        #expect(abs(ours.ground[2 * i + 3].x - right.x - spacing) < 1e-9)
      }
    }
  }

  // Everything at once, up to the bounds of all options: what the physics engine refuses, a walker would fall through.
  @Test(arguments: 0..<150 as Range<UInt64>)
  func isSoundWhateverIsSet(seed: UInt64) throws {
    var generator = Xoshiro256PlusPlus(seed: seed)
    var track = Track()
    for parameter in Track.parameters where generator.uniform() < 0.6 {
      // Small, published, or as large as can be.
      let scale = [0.01, 0.1, 1][generator.uniform(below: 3)]
      var numbers: [Double] = []
      for part in parameter.parts {
        for _ in part.numbers {
          let extreme = generator.uniform(below: 4)
          let (low, high) = (part.range.lowerBound, part.range.upperBound)
          numbers.append(extreme == 0 ? low : extreme == 1 ? high : low + generator.uniform() * scale * (high - low))
        }
        if generator.uniform() < 0.3 { break }
      }
      track[parameter] = numbers
    }
    let ours = course(track, noise: generator.uniform(), seed: seed)

    #expect(ours.ground[0] == SIMD2(0, 10.0 / 3) && ours.ground[1].y == 10.0 / 3)
    #expect((ours.ground.last?.x ?? 0) >= 200 * 14 / 30.0 && ours.ground.count <= 8402)
    for (left, right) in zip(ours.ground, ours.ground.dropFirst()) {
      #expect(left.x < right.x && right.y.isFinite)
    }
    let kinds = track.obstacles(noise: 0).count
    #expect((kinds == 0) == ours.obstacles.isEmpty && ours.obstacles.count <= 5 * 8402)
    let world = box2d_world_create(10)
    defer { box2d_world_destroy(world) }
    for obstacle in ours.obstacles {
      let vertices = obstacle.vertices.map(box2d_vector.init)
      #expect(box2d_world_add_polygon(world, vertices, Int32(vertices.count), 1))
    }
    for (start, end) in zip(ours.ground, ours.ground.dropFirst()) {
      #expect(box2d_world_add_edge(world, box2d_vector(start), box2d_vector(end), 1))
    }
  }

  @Test func mixesTheKindsEvenly() {
    var track = Track(stumpHeight: 1, obstacleSpacing: 0.1)
    track[Hexagon.shape] = [Double](repeating: 0, count: 12)
    var (hexagons, turns) = (0, 0)
    for seed in 0..<20 as Range<UInt64> {
      let ours = course(track, seed: seed)
      hexagons += ours.obstacles.filter { $0.vertices.count == 6 }.count
      turns += ours.obstacles.count
    }
    // Fair coins, five standard deviations.
    #expect(abs(Double(hexagons) - Double(turns) / 2) < 2.5 * Double(turns).squareRoot())
  }

  // What the physics engine refuses, a walker would fall through.
  @Test(arguments: [0, 0.3, 3, 100] as [Double?] + [nil], [0, 0.01, 0.02, 6, 100] as [Double?] + [nil])
  func isAcceptedByThePhysicsEngine(stumpHeight: Double?, spacing: Double?) {
    let world = box2d_world_create(10)
    defer { box2d_world_destroy(world) }
    let ours = course(Track(stumpHeight: stumpHeight, obstacleSpacing: spacing), noise: 1)
    #expect(ours.ground.count <= 8402 && ours.obstacles.count <= 177)
    for obstacle in ours.obstacles {
      #expect(box2d_world_add_polygon(world, obstacle.vertices.map(box2d_vector.init), 4, 1))
    }
    for (start, end) in zip(ours.ground, ours.ground.dropFirst()) {
      #expect(box2d_world_add_edge(world, box2d_vector(start), box2d_vector(end), 1))
    }
  }

  @Test func drawsHeightsFromTheirDistribution() {
    var heights: [Double] = []
    for seed in 0..<100 {
      let ours = course(Track(stumpHeight: 2, obstacleSpacing: 1), noise: 0.1, seed: UInt64(seed))
      heights += ours.obstacles.map { ($0.vertices[2].y - $0.vertices[1].y) * 30 / 14 }
    }
    let count = Double(heights.count)
    let mean = heights.reduce(0, +) / count
    let deviation = (heights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    // Five standard errors.
    #expect(abs(mean - 2) < 5 * 0.1 / count.squareRoot())
    #expect(abs(deviation - 0.1) < 5 * 0.1 / (2 * count).squareRoot())
    // The lowest stump is 0.05 steps high.
    let low = course(Track(stumpHeight: 0, obstacleSpacing: 1), noise: 0.1).obstacles.map {
      $0.vertices[2].y - $0.vertices[1].y
    }
    #expect(low.contains { abs($0 * 30 / 14 - 0.05) < 1e-12 } && low.contains { $0 * 30 / 14 > 0.06 })
  }
}
