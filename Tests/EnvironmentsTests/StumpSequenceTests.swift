import Testing

@testable import Environments

@Suite struct StumpSequenceTests {
  @Test func standsSideBySide() {
    var track = Track()
    track[StumpSequence.sizes] = [1, 0.5, 2, 1, 0, 0, 3, 0.25, 0.5, 2]
    let course = Course(of: track)
    let sizes = [(1, 0.5), (2, 1), (0.05, 0.05), (3, 0.25), (0.5, 2)]
    var x = 28.0 / 3
    for (obstacle, (height, width)) in zip(course.obstacles, sizes) {
      let corners = [(0, 0), (width, 0), (width, height * 14 / 30), (0, height * 14 / 30)]
      for (vertex, corner) in zip(obstacle.vertices, corners) {
        #expect(abs(vertex.x - x - corner.0) < 1e-12 && abs(vertex.y - 10.0 / 3 - corner.1) < 1e-12)
      }
      x += width
    }
    // One stretch of the line lies below all five, the next is ground.
    #expect(abs(course.ground[2].x - x) < 1e-12 && abs(course.ground[3].x - x - 8) < 1e-12)
    // 84 m of track, 11.8 m from one to the next, begun eight times.
    #expect(course.obstacles.count == 8 * 5)
  }
}
