/// One episode's physics: a body on a course, in a world of its own, and what it does now.
struct Simulation: ~Copyable {
  private var engine = Engine()
  /// What each joint's motor is told in the next step, in the order of an action.
  var motors: [Motor]
  /// What the body's parts and joints do now.
  private(set) var readings = Readings()

  /// Builds the course, then the body at the middle of the start pad; the hull is pushed forwards by `push` newtons
  /// during the first step.
  init(of body: Body, on course: Course, push: Double) {
    motors = [Motor](repeating: .off, count: body.joints.count)
    restart(body, on: course, push: push)
  }

  /// Starts over with a body of as many joints, as if made anew, in the memory that the last episode leaves.
  mutating func restart(_ body: Body, on course: Course, push: Double) {
    for joint in motors.indices { motors[joint] = .off }
    engine.build(body, on: course, push: push)
    engine.read(into: &readings)
  }

  /// Advances by one step of the environment.
  mutating func step() {
    engine.advance(motors)
    engine.read(into: &readings)
  }

  /// What the hull does.
  var hull: PartReading { readings.parts[Body.hull] }

  /// Writes how far along each ray from the hull the nearest ground is, 1 for beyond its end; or, with `stopAtFirst`, the
  /// ground that the physics engine reports first.
  func castRays(
    _ rays: Span<SIMD2<Float>>, stopAtFirst: Bool, into fractions: UnsafeMutablePointer<Float>
  ) {
    engine.castRays(rays, from: hull.position, stopAtFirst: stopAtFirst, into: fractions)
  }
}
