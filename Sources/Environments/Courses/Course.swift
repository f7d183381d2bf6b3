/// What a body moves on and against, as generated: lines and obstacles, in metres, computed in double precision.
///
/// Physics engines build the obstacles first, then the lines, each in this order: contacts and hits are reported in it.
struct Course: Sendable, Equatable {
  /// The vertices of the ground's line, from left to right.
  var ground: [SIMD2<Double>] = []
  /// The vertices of lines that are solid above, from left to right.
  var ceilings: [[SIMD2<Double>]] = []
  /// The obstacles, in the order in which they were built.
  var obstacles: [Outline] = []

  /// Takes everything away, and keeps the memory for the next course.
  mutating func clear() {
    ground.removeAll(keepingCapacity: true)
    ceilings.removeAll(keepingCapacity: true)
    obstacles.removeAll(keepingCapacity: true)
  }

  /// The lines, in the order in which physics engines build them.
  var lines: [[SIMD2<Double>]] { [ground] + ceilings }
}
