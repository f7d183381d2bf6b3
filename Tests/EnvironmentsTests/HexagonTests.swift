import Testing

@testable import Environments

@Suite struct HexagonTests {
  private func track(_ offsets: [Double]) -> Track {
    var track = Track()
    track[Hexagon.shape] = offsets
    return track
  }

  // The published implementation's first hexagon for these offsets without chance, as its physics library rounded it.
  @Test func standsAsPublished() {
    let offsets = [1.4982, 3.8029, 2.928, 2.3946, 0.6241, 0.624, 0.2323, 3.4647, 2.4045, 2.8323, 0.0823, 3.8796]
    let course = Course(of: track(offsets))
    #expect(course.obstacles.count == 10)
    let published: [SIMD2<Float>] = [
      SIMD2(10.6887665, 4.77173996), SIMD2(9.55840683, 5.18352652), SIMD2(9.50791359, 3.85786676),
      SIMD2(9.60507298, 3.33333325), SIMD2(9.79916, 3.33333325),
    ]
    #expect(Set(course.obstacles[0].vertices.map(SIMD2<Float>.init)) == Set(published))
    let x: [Double] = course.ground.prefix(4).map(\.x)
    for (x, expected) in zip(x, [0, 28.0 / 3, 31.0 / 3, 55.0 / 3]) { #expect(abs(x - expected) < 1e-12) }
  }

  @Test func withoutOffsetsIsTheLowHexagon() {
    let (step, left) = (14.0 / 30, 28.0 / 3)
    let base = [(-0.5, 0.0), (-0.5, 0.25), (-0.25, 0.5), (0.25, 0.5), (0.5, 0.25), (0.5, 0)]
    let expected = base.map { SIMD2<Float>(SIMD2(left + $0.0 * step, 10.0 / 3 + $0.1 * step)) }
    let course = Course(of: track([Double](repeating: 0, count: 12)))
    #expect(Set(course.obstacles[0].vertices.map(SIMD2<Float>.init)) == Set(expected))
  }

  // The mean over many hexagons of the topmost vertex whose y alone is far above the others': 0.5 + 4 steps, 0.1 deviation.
  @Test func verticesVaryByTheNoise() {
    var offsets = [Double](repeating: 0, count: 12)
    offsets[5] = 4
    var heights: [Double] = []
    for seed in 0..<100 as Range<UInt64> {
      let course = Course(of: track(offsets), noise: 0.1, seed: seed)
      #expect(course.obstacles.count == 10)
      for obstacle in course.obstacles {
        heights.append(((obstacle.vertices.map(\.y).max() ?? 0) - 10.0 / 3) * 30 / 14)
      }
    }
    let count = Double(heights.count)
    let mean = heights.reduce(0, +) / count
    let deviation = (heights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    #expect(abs(mean - 4.5) < 5 * 0.1 / count.squareRoot())
    #expect(abs(deviation - 0.1) < 5 * 0.1 / (2 * count).squareRoot())
  }

  // All points on two places: a wall as thick as the repair.
  @Test func collapsedOnesAreRepaired() {
    let course = Course(
      of: track(
        [1, 0, 1, 0.25, 0.75, 0, 0.25, 0, 0, 0.25, 0, 0].enumerated().map { i, offset in
          i.isMultiple(of: 2) ? 1 - [-0.5, -0.5, -0.25, 0.25, 0.5, 0.5][i / 2] : offset
        }))
    for obstacle in course.obstacles {
      let x = obstacle.vertices.map(\.x)
      #expect(obstacle.vertices.count == 4)
      #expect(abs((x.max() ?? 0) - (x.min() ?? 0) - 0.02) < 1e-6)
    }
  }
}
