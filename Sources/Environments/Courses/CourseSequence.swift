import Numerics

/// The courses of an environment's episodes, one after another, from a seed.
protocol CourseSequence: Sendable {
  /// Generates the next episode's course in the place of the last.
  ///
  /// - Parameters:
  ///   - course: Receives the course; what it was before makes no difference.
  ///   - track: What is set for the episode.
  ///   - greatestPush: The greatest push on the hull at the episode's start, either way.
  /// - Returns: The push.
  mutating func next(_ course: inout Course, of track: Track, greatestPush: Double) -> Double
}

/// Courses of which each has a random generator of its own: a task changes its own episode alone.
struct SeededCourses: CourseSequence {
  private let generator: any CourseGenerator
  private var seeds: EpisodeSeeds

  init(_ generator: any CourseGenerator, seed: UInt64) {
    self.generator = generator
    seeds = EpisodeSeeds(seed: seed)
  }

  mutating func next(_ course: inout Course, of track: Track, greatestPush: Double) -> Double {
    var random = seeds.next()
    generator.generate(&course, of: track, using: &random)
    return random.uniform(from: -greatestPush, to: greatestPush)
  }
}
