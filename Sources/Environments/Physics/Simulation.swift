/// One episode's physics: a walker on a terrain, in a world of its own, and what it does now.
struct Simulation: ~Copyable {
  private var engine = Engine()
  /// What each joint's motor is told in the next step, in the order of an action.
  var motors: [Motor]
  /// What the walker's parts and joints do now.
  private(set) var readings = Readings()

  /// Builds the terrain, then the walker at the middle of the start pad; the hull is pushed forwards by `push` newtons
  /// during the first step.
  init(of walker: Walker, on terrain: Terrain, push: Double) {
    motors = [Motor](repeating: .off, count: walker.jointCount)
    restart(walker, on: terrain, push: push)
  }

  /// Starts over with a walker of as many joints, as if made anew, in the memory that the last episode leaves.
  mutating func restart(_ walker: Walker, on terrain: Terrain, push: Double) {
    for joint in motors.indices { motors[joint] = .off }
    engine.build(walker, on: terrain, push: push)
    engine.read(into: &readings)
  }

  /// Advances by one step of the environment.
  mutating func step() {
    engine.advance(motors)
    engine.read(into: &readings)
  }

  /// What the hull does.
  var hull: PartReading { readings.parts[Walker.hullPart] }

  /// Writes how far along each ray from the hull the nearest ground is, 1 for beyond its end; or, with `stopAtFirst`, the
  /// ground that the physics engine reports first.
  func castRays(
    _ rays: Span<SIMD2<Float>>, stopAtFirst: Bool, into fractions: UnsafeMutablePointer<Float>
  ) {
    engine.castRays(rays, from: hull.position, stopAtFirst: stopAtFirst, into: fractions)
  }
}
