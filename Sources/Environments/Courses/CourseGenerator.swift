import Numerics

/// How a family of courses is generated. An episode has a course of its own: a task says how hard it is, chance how exactly.
protocol CourseGenerator: Sendable {
  /// Generates a course in the place of the last.
  ///
  /// - Parameters:
  ///   - course: Receives the course; what it was before makes no difference.
  ///   - track: What is set for this episode.
  ///   - generator: All chance comes from it, so that a seed fixes the course.
  func generate(_ course: inout Course, of track: Track, using generator: inout Xoshiro256PlusPlus)
}
