import Numerics
import Testing

@testable import Environments

@Suite struct WalkerBuildTests {
  /// Mass, moment of inertia about the zero, and centre of mass of hull, upper and lower legs, as recorded.
  private static let recorded: [(name: WalkerName, masses: [[Float]])] = [
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
  func weighsAsRecorded(name: WalkerName, masses: [[Float]]) {
    var generator = Xoshiro256PlusPlus(seed: 0)
    let walker = name.walker
    let simulation = Simulation(of: walker, on: Terrain(of: Track(), noise: 0, using: &generator), push: 0)
    for body in 0...(2 * walker.legCount) {
      let expected = masses[body == 0 ? 0 : 2 - body % 2]
      let (mass, inertia, center) = simulation.mass(ofBody: Int32(body))
      #expect(abs(mass - expected[0]) < 1e-6 * expected[0])
      #expect(abs(inertia - expected[1]) < 2e-6 * expected[1])
      #expect(abs(center.x - expected[2]) < 1e-7 && abs(center.y - expected[3]) < 1e-7)
    }
  }

  // Where the joints' solver pulls the hull in the reset's step.
  @Test(arguments: [(WalkerName.short, 4.467, 4.509), (.default, 5.6, 5.684), (.quadru, 6.733, 6.836)])
  func isPulledTogetherByTheFirstStep(name: WalkerName, before: Double, after: Double) {
    var generator = Xoshiro256PlusPlus(seed: 0)
    let simulation = Simulation(of: name.walker, on: Terrain(of: Track(), noise: 0, using: &generator), push: 0)
    #expect(abs(Double(simulation.hullPosition.y) - before) < 1e-3)
    for joint in 0..<name.walker.jointCount {
      #expect(simulation.jointAngle(joint) == 0)
      simulation.setMotor(joint, speed: 0, torque: 0)
    }
    simulation.step()
    #expect(abs(Double(simulation.hullPosition.y) - after) < 1e-3)
  }
}
