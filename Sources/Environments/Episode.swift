import Numerics

/// An episode under way: a body on its course, and how far it has come.
///
/// Steps are rewarded for moving forwards with the hull upright, which `shaping` measures, less what the motors' torque
/// costs; a fall's step has a reward of its own.
struct Episode: ~Copyable {
  private(set) var simulation: Simulation
  private let joints: [Joint]
  /// The cost of a step with one motor at full torque.
  private let motorCost: Double
  private let maxSteps: Int
  /// How well the body stands: rewards are the changes of this.
  private var shaping: Double
  private var stepCount = 0
  /// Whether the episode has come to an end.
  private(set) var hasEnded = false

  /// Builds the scene and lets the body fall into its joints: one step with motors off, which does not count.
  init(of body: Body, on course: Course, push: Double, maxSteps: Int) {
    simulation = Simulation(of: body, on: course, push: push)
    joints = body.joints
    motorCost = body.motorCost
    self.maxSteps = maxSteps
    shaping = Self.settle(&simulation)
  }

  /// Ends the episode and starts another of the same body and length, as if made anew.
  mutating func restart(_ body: Body, on course: Course, push: Double) {
    simulation.restart(body, on: course, push: push)
    stepCount = 0
    hasEnded = false
    shaping = Self.settle(&simulation)
  }

  /// Plays the step with motors off and returns how well the body stands then.
  private static func settle(_ simulation: inout Simulation) -> Double {
    simulation.step()
    return shaping(of: simulation)
  }

  /// Plays a step with one number a joint.
  mutating func step(_ action: UnsafeBufferPointer<Float>) -> StepOutcome {
    let effort = drive(action)
    simulation.step()
    stepCount += 1

    let hull = simulation.hull
    let hasFallen = hull.hasTouched || hull.position.x < 0
    let hasArrived = Double(hull.position.x) > Scene.finish
    let reward = hasFallen ? Self.fallReward : progress() - motorCost * effort
    let isCutOff = !hasFallen && !hasArrived && stepCount >= maxSteps
    hasEnded = hasFallen || hasArrived || isCutOff
    return StepOutcome(reward: reward, terminated: hasFallen || hasArrived, truncated: isCutOff)
  }

  /// Sets the motors and returns the sum of their torques as shares of the greatest.
  private mutating func drive(_ action: UnsafeBufferPointer<Float>) -> Double {
    var effort = 0.0
    for (i, number) in action.enumerated() {
      let share = min(Double(number).magnitude, 1)
      let direction: Double = number > 0 ? 1 : number < 0 ? -1 : 0
      simulation.motors[i] = Motor(
        speed: Float(joints[i].speed * direction), torque: Float(joints[i].torque * share))
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
    let hull = simulation.hull
    return 130 * Double(hull.position.x) / Scene.pixelsPerMetre - 5 * Double(hull.angle).magnitude
  }

  private static let fallReward = -100.0
}
