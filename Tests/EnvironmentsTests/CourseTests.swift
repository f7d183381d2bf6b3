import Testing

@testable import Environments

@Suite struct CourseTests {
  private let tunnel = {
    var course = Course()
    course.ground = [SIMD2(0, 3), SIMD2(20, 3)]
    course.ceilings = [[SIMD2(0, 7), SIMD2(20, 9)], [SIMD2(0, 12), SIMD2(20, 12)]]
    return course
  }()

  // The nearest line above is the lower ceiling, at 8 m over the middle; below there is the ground.
  @Test func raysHitEveryLine() {
    var engine = Engine()
    engine.build(.default, on: tunnel, push: 0)
    let rays: [SIMD2<Float>] = [SIMD2(0, 10), SIMD2(0, -10), SIMD2(1, 0)]
    var fractions = [Float](repeating: .nan, count: rays.count)
    fractions.withUnsafeMutableBufferPointer { fractions in
      guard let start = fractions.baseAddress else { return }
      engine.castRays(rays.span, from: SIMD2(10, 5), stopAtFirst: false, into: start)
    }
    #expect(abs(fractions[0] - 0.3) < 1e-5 && abs(fractions[1] - 0.2) < 1e-5 && fractions[2] == 1)
  }

  // A walker that is built with its hull in a ceiling touches it at once, and falls nowhere without one.
  @Test func ceilingsAreSolid() {
    var low = Course(of: Track())
    let height = Scene.terrainHeight + Body.default.startHeight
    for (ceilings, hasFallen) in [([], false), ([[SIMD2(0, height), SIMD2(20, height)]], true)] {
      low.ceilings = ceilings
      var episode = Episode(of: .default, on: low, push: 0, maxSteps: 10)
      let action = [Float](repeating: 0, count: 4)
      #expect(action.withUnsafeBufferPointer { episode.step($0) }.terminated == hasFallen)
    }
  }

  @Test func nothingIsLeftOfAClearedCourse() {
    var course = tunnel
    course.obstacles = [Outline(rectangle(at: .zero, width: 1, height: 1))]
    course.clear()
    #expect(course == Course())
  }
}
