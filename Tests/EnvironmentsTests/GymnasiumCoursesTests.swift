import Foundation
import Testing

@testable import Environments

@Suite struct GymnasiumCoursesTests {
  /// An episode of Gymnasium's, as `Recorded/gymnasium.py` has written it.
  private struct Recorded: Decodable {
    var hardcore: Bool
    var seed: UInt64
    /// How many resets came since the seed.
    var episode: Int
    var push: Double
    /// Every third point's height, in single precision.
    var y: [Double]
  }

  @Test func areGymnasiumsForTheSameSeed() throws {
    let recorded = try JSONDecoder().decode([Recorded].self, from: recordedFile("gymnasium.json"))
    #expect(recorded.count == 16)
    for one in recorded {
      var courses = GymnasiumCourses(GymnasiumTerrain(isHardcore: one.hardcore), seed: one.seed)
      var course = Course()
      var push = 0.0
      for _ in 0...one.episode { push = courses.next(&course, of: Track(), greatestPush: 5) }
      #expect(push == one.push)
      // The last point begins no edge.
      let heights = course.ground.dropLast().enumerated().filter { $0.offset.isMultiple(of: 3) }.map(\.element.y)
      #expect(heights.count == one.y.count)
      #expect(zip(heights, one.y).allSatisfy { abs($0 - $1) < 2e-6 })
    }
  }
}
