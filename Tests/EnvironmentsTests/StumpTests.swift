import Testing

@testable import Environments

@Suite struct StumpTests {
  private let step = 14.0 / 30

  private func track(height: Double, width: [Double]? = nil, rotation: [Double]? = nil) -> Track {
    var track = Track(stumpHeight: height, obstacleSpacing: 5)
    track[Stump.widthFactor] = width
    track[Stump.turn] = rotation
    return track
  }

  @Test func isAsWideAsItsFactorSays() {
    let course = Course(of: track(height: 1, width: [2.5, 0]))
    for (i, obstacle) in course.obstacles.enumerated() {
      #expect(abs(obstacle.vertices[1].x - obstacle.vertices[0].x - 2.5 * step) < 1e-12)
      #expect(abs(obstacle.vertices[0].x - (20 * step + Double(i) * (2.5 * step + 5))) < 1e-9)
    }
    // The least factor.
    let narrow = Course(of: track(height: 1, width: [0, 0])).obstacles[0].vertices
    #expect(abs(narrow[1].x - narrow[0].x - 0.05 * step) < 1e-12)
  }

  // A quarter turn about the middle of its foot, counter-clockwise: what stood above now lies to the left.
  @Test func turnsAboutItsFoot() {
    let course = Course(of: track(height: 3, rotation: [.pi / 2, 0]))
    let vertices = course.obstacles[0].vertices
    let foot = SIMD2(20.5 * step, 10.0 / 3)
    let expected = [SIMD2(0, -0.5), SIMD2(0, 0.5), SIMD2(-3, 0.5), SIMD2(-3, -0.5)].map { foot + $0 * step }
    for (vertex, expected) in zip(vertices, expected) {
      #expect(abs(vertex.x - expected.x) < 1e-12 && abs(vertex.y - expected.y) < 1e-12)
    }
    #expect(abs(course.ground[2].x - 21 * step) < 1e-12)
  }

  @Test func variesByTheDeviationGiven() {
    var (factors, angles): ([Double], [Double]) = ([], [])
    for seed in 0..<60 as Range<UInt64> {
      let given = Course(of: track(height: 1, width: [3, 0.5]), noise: 0.1, seed: seed)
      factors += given.obstacles.map { ($0.vertices[1].x - $0.vertices[0].x) / step }
      // One number: the deviation is the noise.
      let implied = Course(of: track(height: 1, rotation: [1]), noise: 0.1, seed: seed)
      angles += implied.obstacles.map {
        let foot = ($0.vertices[1] - $0.vertices[0]) / step
        return foot.y > 0 ? foot.y / foot.x : 0
      }
    }
    let mean = factors.reduce(0, +) / Double(factors.count)
    let deviation = (factors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(factors.count)).squareRoot()
    #expect(abs(mean - 3) < 5 * 0.5 / Double(factors.count).squareRoot())
    #expect(abs(deviation - 0.5) < 5 * 0.5 / Double(2 * factors.count).squareRoot())
    // tan(0.9) and tan(1.1) are a deviation from the mean: 15.87 % beyond either.
    let count = Double(angles.count)
    let below = Double(angles.filter { $0 < 1.260158 }.count) / count
    let above = Double(angles.filter { $0 > 1.964760 }.count) / count
    let error = 5 * (0.1587 * 0.8413 / count).squareRoot()
    #expect(abs(below - 0.1587) < error && abs(above - 0.1587) < error)
  }

  @Test func widthAndRotationAloneDoNothing() {
    var track = Track()
    track[Stump.widthFactor] = [2]
    track[Stump.turn] = [1]
    #expect(Course(of: track, noise: 0.1) == Course(of: Track(), noise: 0.1))
  }
}
