import Numerics

/// The courses that Gymnasium's BipedalWalker has for the same seed, and its pushes: one generator draws for all episodes.
struct GymnasiumCourses: CourseSequence {
  private let terrain: GymnasiumTerrain
  private var generator: PCG64

  /// What Gymnasium draws for its clouds, between a terrain and a push.
  private static let cloudDrawCount = 110

  init(_ terrain: GymnasiumTerrain, seed: UInt64) {
    self.terrain = terrain
    generator = PCG64(seed: seed)
  }

  mutating func next(_ course: inout Course, of track: Track, greatestPush: Double) -> Double {
    terrain.generate(&course, using: &generator)
    for _ in 0..<Self.cloudDrawCount { _ = generator.next() }
    return generator.uniform(from: -greatestPush, to: greatestPush)
  }
}
