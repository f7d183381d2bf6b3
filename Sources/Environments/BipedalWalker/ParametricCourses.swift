import Numerics

/// The courses of the eight-parameter walker.
struct ParametricCourses: CourseGenerator {
  /// Whether they are Hardcore's, whatever is set: a world on which the walker is tested.
  let isHardcore: Bool

  func generate(_ course: inout Course, of track: Track, using generator: inout Xoshiro256PlusPlus) {
    if isHardcore {
      GymnasiumTerrain(isHardcore: true).generate(&course, using: &generator)
    } else {
      ParametricTerrain(of: track).generate(&course, using: &generator)
    }
  }
}
