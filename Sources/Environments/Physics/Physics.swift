/// A physics engine's world: a course, and a body of hinged parts that is on it.
///
/// The calls are few and coarse. They are all that the environments know of an engine; `Engine` names the one that they
/// are built with. The same calls give the same bits, also if the world has been built before.
protocol Physics: ~Copyable {
  /// Makes an empty world.
  init()

  /// Empties the world, then builds a course and a body at the middle of its start pad.
  ///
  /// - Parameter push: The force that pushes the hull forwards during the first step, in newtons.
  mutating func build(_ body: Body, on course: Course, push: Double)

  /// Advances the world by one step of the environment, which allocates nothing once the world has settled.
  ///
  /// - Parameter motors: What each joint's motor is told. Keeps the parts at the joints awake.
  mutating func advance(_ motors: [Motor])

  /// Reads what all parts and joints do now. Allocates nothing if `readings` has their numbers already.
  mutating func read(into readings: inout Readings)

  /// Writes how far along each ray the nearest ground is: 1 if it is beyond the ray's end.
  ///
  /// - Parameters:
  ///   - rays: From `origin` to their ends.
  ///   - stopAtFirst: Whether to stop at the ground that the engine reports first rather than at the nearest.
  ///   - fractions: As many numbers as there are rays.
  func castRays(
    _ rays: Span<SIMD2<Float>>, from origin: SIMD2<Float>, stopAtFirst: Bool,
    into fractions: UnsafeMutablePointer<Float>)
}

/// The physics engine that the environments are built with.
typealias Engine = Box2DWorld
