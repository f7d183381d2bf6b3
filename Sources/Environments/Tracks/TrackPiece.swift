import Numerics

/// Where the next piece of a track begins.
struct TrackEnd {
  /// The place on the ground, in metres.
  var position: SIMD2<Double>
  /// How far the last stretch of ground rose, in metres.
  var rise = 0.0
}

/// A piece of a track: ground, or an obstacle.
protocol TrackPiece: Sendable {
  /// What a task may set on it, in the order of a task.
  static var parameters: [TrackParameter] { get }

  /// Builds the next piece of a course and moves the track's end past it. The caller continues the line of the ground.
  func extend(_ course: inout Course, from end: inout TrackEnd, using generator: inout Xoshiro256PlusPlus)
}

/// A kind of obstacle as the parameters of a track describe it; each that is built varies by chance.
protocol Obstacle: TrackPiece {
  /// The obstacle of a track's parameters, or nil where they leave it off.
  ///
  /// - Parameter noise: The deviation of its sizes, each in its own unit.
  init?(of track: Track, noise: Double)
}
