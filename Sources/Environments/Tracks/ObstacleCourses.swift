import Numerics

/// Courses of a start pad, then obstacles and ground in turn.
struct ObstacleCourses: CourseGenerator {
  /// The deviation of the obstacles' sizes, each in its own unit.
  let noise: Double

  /// Each obstacle's kind is uniform among those that are on, until the end of the track is reached. If no kind is on,
  /// ground follows ground.
  func generate(_ course: inout Course, of track: Track, using generator: inout Xoshiro256PlusPlus) {
    let start = SIMD2(0, Scene.terrainHeight)
    course.clear()
    course.ground.append(start)
    var end = TrackEnd(position: start + SIMD2(Scene.startPadLength, 0))

    let ground = Ground(of: track)
    let obstacles = track.obstacles(noise: noise)
    var isObstaclesTurn = true
    while end.position.x < Scene.trackLength {
      let x = end.position.x
      if isObstaclesTurn, !obstacles.isEmpty {
        obstacles[generator.uniform(below: obstacles.count)].extend(&course, from: &end, using: &generator)
      } else {
        ground.extend(&course, from: &end, using: &generator)
      }
      isObstaclesTurn.toggle()
      course.ground.append(SIMD2(x, end.position.y))
    }
    course.ground.append(end.position)
  }
}
