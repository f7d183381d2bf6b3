import Box2DBridge
import Numerics
import Testing

@testable import Environments

@Suite struct Box2DWorldBuildTests {
  /// Mass, moment of inertia about the zero, and centre of mass of hull, upper and lower legs, as recorded.
  private static let recorded: [(body: Body, masses: [[Float]])] = [
    (
      .short,
      [
        [5.4222226, 2.0017447, -0.020036437, -0.0056466404], [0.15111111, 0.0049390951, 0, 0],
        [0.12088889, 0.0036933799, 0, 0],
      ]
    ),
    (
      .default,
      [
        [5.4222226, 2.0017447, -0.020036437, -0.0056466404], [0.30222222, 0.03413992, 0, 0],
        [0.24177778, 0.026796144, 0, 0],
      ]
    ),
    (
      .quadru,
      [
        [12.355556, 10.619292, -0.021262988, -0.0092725679], [0.56666672, 0.14171915, 0, 0],
        [0.45333338, 0.1118642, 0, 0],
      ]
    ),
  ]

  @Test(arguments: recorded)
  func weighsAsRecorded(body: Body, masses: [[Float]]) {
    var generator = Xoshiro256PlusPlus(seed: 0)
    var engine = Box2DWorld()
    engine.build(body, on: Course(of: Track(), using: &generator), push: 0)
    for part in body.parts.indices {
      let expected = masses[part == 0 ? 0 : 2 - part % 2]
      var (mass, inertia, center) = (Float.nan, Float.nan, box2d_vector())
      box2d_world_mass(engine.world, Int32(part), &mass, &inertia, &center)
      #expect(abs(mass - expected[0]) < 1e-6 * expected[0])
      #expect(abs(inertia - expected[1]) < 2e-6 * expected[1])
      #expect(abs(center.x - expected[2]) < 1e-7 && abs(center.y - expected[3]) < 1e-7)
    }
  }

  // Where the joints' solver pulls the hull in the reset's step.
  @Test(arguments: [(Body.short, 4.467, 4.509), (.default, 5.6, 5.684), (.quadru, 6.733, 6.836)])
  func isPulledTogetherByTheFirstStep(body: Body, before: Double, after: Double) {
    var generator = Xoshiro256PlusPlus(seed: 0)
    var simulation = Simulation(of: body, on: Course(of: Track(), using: &generator), push: 0)
    #expect(abs(Double(simulation.hull.position.y) - before) < 1e-3)
    for joint in simulation.readings.joints { #expect(joint.angle == 0) }
    simulation.step()
    #expect(abs(Double(simulation.hull.position.y) - after) < 1e-3)
  }
}
