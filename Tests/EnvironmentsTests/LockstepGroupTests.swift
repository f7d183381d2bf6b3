import Numerics
import Testing

@testable import Environments

/// Every number of worlds solved in lanes is that of Box2D alone.
@Suite struct LockstepGroupTests {
  /// A walker in a world of Box2D alone, and the same in a world solved in lanes.
  private final class Pair {
    var alone = Box2DWorld()
    var inLanes = Box2DWorld()
    private var readings = (alone: Readings(), inLanes: Readings())

    func build(_ body: Body, on course: Course, push: Double) {
      alone.build(body, on: course, push: push)
      inLanes.build(body, on: course, push: push)
    }

    /// The bits of all that can be read.
    func read() -> (alone: [UInt32], inLanes: [UInt32]) {
      alone.read(into: &readings.alone)
      inLanes.read(into: &readings.inLanes)
      return (Self.bits(readings.alone), Self.bits(readings.inLanes))
    }

    var hull: PartReading { readings.alone.parts[Body.hull] }

    private static func bits(_ readings: Readings) -> [UInt32] {
      readings.parts.flatMap {
        [
          $0.position.x.bitPattern, $0.position.y.bitPattern, $0.angle.bitPattern, $0.velocity.x.bitPattern,
          $0.velocity.y.bitPattern, $0.angularVelocity.bitPattern, $0.touches ? 1 : 0, $0.beganTouchingLast ? 1 : 0,
          $0.hasTouched ? 1 : 0,
        ]
      } + readings.joints.flatMap { [$0.angle.bitPattern, $0.speed.bitPattern] }
    }
  }

  /// How walkers are driven.
  enum Policy: CaseIterable {
    case random, constant, tiny, held
  }

  private func motor(_ joint: Joint, _ action: Double) -> Motor {
    Motor(speed: Float(joint.speed * (action > 0 ? 1 : -1)), torque: Float(joint.torque * min(abs(action), 1)))
  }

  /// A course of stumps or of hexagons, or flat ground.
  private func course(using generator: inout Xoshiro256PlusPlus) -> Course {
    var track = Track()
    switch generator.next() % 4 {
    case 0: break
    case 1: track[Hexagon.shape] = (0..<12).map { _ in generator.uniform(from: 0, to: 4) }
    default:
      track[Stump.meanHeight] = [generator.uniform(from: 0, to: 3)]
      track[Ground.spacing] = [generator.uniform(from: 0, to: 6)]
    }
    return Course(of: track, noise: 0.1, using: &generator)
  }

  @Test(arguments: Body.all, Policy.allCases)
  func givesTheBitsOfBox2D(body: Body, policy: Policy) throws {
    for count in [8, 3] {
      var generator = Xoshiro256PlusPlus(seed: UInt64(count))
      let pairs = (0..<count).map { _ in Pair() }
      func start(_ pair: Pair) {
        pair.build(body, on: course(using: &generator), push: generator.uniform(from: -5, to: 5))
      }
      for pair in pairs { start(pair) }
      var group = LockstepGroup(of: body, like: pairs[0].inLanes.world)
      var actions = [[Double]](repeating: body.joints.map { _ in 0.0 }, count: count)
      for step in 0..<Self.stepCount {
        for lane in 0..<count {
          for joint in body.joints.indices {
            switch policy {
            case .random: actions[lane][joint] = generator.uniform(from: -1, to: 1)
            case .constant: actions[lane][joint] = Double(lane) / 8
            case .tiny: actions[lane][joint] = 1e-6 * generator.uniform(from: -1, to: 1)
            case .held: if step % 20 == 0 { actions[lane][joint] = generator.uniform(from: -1, to: 1) }
            }
          }
        }
        let motors = (0..<count).map { lane in
          body.joints.indices.map { motor(body.joints[$0], actions[lane][$0]) }
        }
        for lane in 0..<count { pairs[lane].alone.advance(motors[lane]) }
        let worlds = pairs.map { $0.inLanes.world }
        let flat = Array(motors.joined())
        worlds.withUnsafeBufferPointer { worlds in
          flat.withUnsafeBufferPointer { if let start = $0.baseAddress { group.advance(worlds, start) } }
        }
        for (lane, pair) in pairs.enumerated() {
          let (alone, inLanes) = pair.read()
          try #require(alone == inLanes, "step \(step), lane \(lane) of \(count)")
          // A fall alone ends no episode here: worlds are harder on their backs.
          if pair.hull.position.x < 0 || generator.next() % 500 == 0 { start(pair) }
        }
      }
    }
  }

  private static let stepCount = 3000
}
