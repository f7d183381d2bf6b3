import Numerics
import Testing

@testable import Environments

@Suite struct GroundTests {
  private func track(roughness: Double, spacing: Double) -> Track {
    var track = Track(stumpHeight: nil, obstacleSpacing: spacing)
    track[Ground.rough] = [roughness]
    return track
  }

  // The recurrence, solved for what chance put in: v = 0.8 v + 0.01 sign(height - y) + u / 30 with u in [-r, r].
  @Test(arguments: [0.1, 1.0, 10], [0.05, 1])
  func risesWithinItsRoughness(roughness: Double, spacing: Double) {
    let vertices = Course(of: track(roughness: roughness, spacing: spacing), seed: 3).ground
    var pushes: [Double] = []
    var rise = 0.0
    for (before, after) in zip(vertices.dropFirst(), vertices.dropFirst(2).dropLast()) {
      let height = 10.0 / 3
      let pull = before.y < height ? 0.01 : before.y > height ? -0.01 : 0
      pushes.append((after.y - before.y - 0.8 * rise - pull) * 30)
      rise = after.y - before.y
    }
    #expect(pushes.allSatisfy { abs($0) <= roughness * (1 + 1e-9) })
    let count = Double(pushes.count)
    let mean = pushes.reduce(0, +) / count
    let square = pushes.reduce(0) { $0 + $1 * $1 } / count
    #expect(abs(mean) < 5 * roughness / (3 * count).squareRoot())
    // Of u^2: mean r^2 / 3, deviation r^2 times the root of 4 / 45.
    let error = 5 * roughness * roughness * (4.0 / 45 / count).squareRoot()
    #expect(abs(square - roughness * roughness / 3) < error)
  }

  @Test func startsFlat() {
    let vertices = Course(of: track(roughness: 5, spacing: 1), seed: 1).ground
    #expect(vertices[0].y == 10.0 / 3 && vertices[1].y == 10.0 / 3)
    #expect(vertices.contains { $0.y != 10.0 / 3 })
  }
}
