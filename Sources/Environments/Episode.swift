import Numerics

/// An episode under way: a walker on its track, and how far it has come.
///
/// Steps are rewarded for moving forwards with the hull upright, which `shaping` measures, less what the motors' torque
/// costs; a fall's step has a reward of its own.
struct Episode: ~Copyable {
  let simulation: Simulation
  private let motorTorque: Double
  /// The cost of a step with one motor at full torque.
  private let torqueCost: Double
  private let maxSteps: Int
  /// How well the walker stands: rewards are the changes of this.
  private var shaping: Double
  private var stepCount = 0
  /// Whether the episode has come to an end.
  private(set) var hasEnded = false

  /// Builds the scene and lets the walker fall into its joints: one step with motors off, which does not count.
  init(of walker: Walker, on terrain: Terrain, push: Double, maxSteps: Int) {
    simulation = Simulation(of: walker, on: terrain, push: push)
    motorTorque = walker.motorTorque
    torqueCost = walker.torquePenalty * walker.motorTorque
    self.maxSteps = maxSteps
    shaping = Self.settle(walker, in: simulation)
  }

  /// Ends the episode and starts another of the same walker and length, as if made anew.
  mutating func restart(_ walker: Walker, on terrain: Terrain, push: Double) {
    simulation.restart(walker, on: terrain, push: push)
    stepCount = 0
    hasEnded = false
    shaping = Self.settle(walker, in: simulation)
  }

  /// Plays the step with motors off and returns how well the walker stands then.
  private static func settle(_ walker: Walker, in simulation: borrowing Simulation) -> Double {
    for joint in 0..<walker.jointCount { simulation.setMotor(joint, speed: 0, torque: 0) }
    simulation.step()
    return shaping(of: simulation)
  }

  /// Plays a step with one number a joint.
  mutating func step(_ action: UnsafeBufferPointer<Float>) -> StepOutcome {
    let effort = drive(action)
    simulation.step()
    stepCount += 1

    let position = simulation.hullPosition
    let hasFallen = simulation.hullHasTouched || position.x < 0
    let hasArrived = Double(position.x) > Scene.finish
    let reward = hasFallen ? Self.fallReward : progress() - torqueCost * effort
    let isCutOff = !hasFallen && !hasArrived && stepCount >= maxSteps
    hasEnded = hasFallen || hasArrived || isCutOff
    return StepOutcome(reward: reward, terminated: hasFallen || hasArrived, truncated: isCutOff)
  }

  /// Sets the motors and returns the sum of their torques as shares of the greatest.
  private func drive(_ action: UnsafeBufferPointer<Float>) -> Double {
    var effort = 0.0
    for (joint, number) in action.enumerated() {
      let share = min(Double(number).magnitude, 1)
      let direction: Double = number > 0 ? 1 : number < 0 ? -1 : 0
      let speed = joint.isMultiple(of: 2) ? Walker.hipSpeed : Walker.kneeSpeed
      simulation.setMotor(joint, speed: speed * direction, torque: motorTorque * share)
      effort += share
    }
    return effort
  }

  private mutating func progress() -> Double {
    let previous = shaping
    shaping = Self.shaping(of: simulation)
    return shaping - previous
  }

  private static func shaping(of simulation: borrowing Simulation) -> Double {
    130 * Double(simulation.hullPosition.x) / Scene.pixelsPerMetre - 5 * Double(simulation.hullAngle).magnitude
  }

  private static let fallReward = -100.0
}
