import Box2DBridge
import Numerics
import Testing

@testable import Environments

@Suite struct ConvexHullTests {
  @Test func leavesOutWhatLiesInside() {
    let points: Corners = [SIMD2(0, 0), SIMD2(2, 0), SIMD2(1, 0.5), SIMD2(2, 2), SIMD2(1, 0), SIMD2(0, 2), SIMD2(1, 2)]
    #expect(convexHull(of: points) == [SIMD2(0, 0), SIMD2(2, 0), SIMD2(2, 2), SIMD2(0, 2)])
  }

  // A point is inside a polygon if and only if it is left of every edge; every hull vertex is one of the points.
  @Test(arguments: 0..<100 as Range<UInt64>)
  func holdsAllPoints(seed: UInt64) {
    var generator = Xoshiro256PlusPlus(seed: seed)
    let points = (0..<6).map { _ in SIMD2(generator.uniform(), generator.uniform()) }
    let hull = Array(convexHull(of: Corners(points)))
    #expect(hull.count >= 3 && hull.allSatisfy(points.contains))
    for (start, end) in zip(hull, hull.dropFirst() + hull.prefix(1)) {
      for point in points {
        let (edge, offset) = (end - start, point - start)
        #expect(edge.x * offset.y - edge.y * offset.x >= -1e-12)
      }
    }
  }

  // Points on a line, in one place, on a line but for a hair, in pairs: what would end the process inside Box2D.
  @Test(arguments: [0, 1e-7, 1e-4, 1e-3, 2e-3, 2.6e-3, 3.1e-3, 3.9e-3, 5e-3, 1e-2, 0.1], [0.0, 90])
  func repairsWhatIsTooThin(width: Double, place: Double) {
    var generator = Xoshiro256PlusPlus(seed: 1)
    for i in 0..<200 {
      let direction = SIMD2(generator.uniform(from: -2, to: 2), generator.uniform(from: -2, to: 2))
      let points = (0..<6).map { j in
        let along = i % 3 == 0 ? 0 : i % 3 == 1 ? Double(j % 2) : generator.uniform()
        let offset = SIMD2(generator.uniform(from: -width, to: width), generator.uniform(from: -width, to: width))
        return SIMD2(place, 3) + along * direction + offset
      }
      let hull = solidHull(of: Corners(points))
      let world = box2d_world_create(10)
      defer { box2d_world_destroy(world) }
      #expect(box2d_world_add_polygon(world, hull.map(box2d_vector.init), Int32(hull.count), 1))
      // No more than repaired: nothing sticks out of the points' box by more than the repair's thickness.
      for vertex in hull {
        let nearest = points.map { ((vertex - $0) * (vertex - $0)).sum().squareRoot() }.min() ?? .infinity
        #expect(nearest < 0.02)
      }
    }
  }
}
