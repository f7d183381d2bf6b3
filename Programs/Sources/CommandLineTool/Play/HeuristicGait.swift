import TeachDRL

/// A gait made by hand for one pair of legs: stands on one leg, puts the other down before it, and pushes off.
///
/// The phases are those of the demonstration that comes with Gym's BipedalWalker. Its numbers fall over here, where contacts
/// with the ground are counted: these were found by the cross-entropy method, three episodes on flat ground for each
/// trial: the biped's with the default walker.
struct HeuristicGait {
  private enum Phase {
    case standing
    case landing
    case pushing
  }

  /// The numbers of a gait.
  struct Constants {
    /// The speed, as the observation gives it, that the gait keeps to.
    var speed: Float
    var supportingKnee, liftedHip, liftedKnee, landingHip, pushingKnee: Float
    /// Where the supporting hip is when the other leg lands, and its knee when it has pushed off.
    var behind, stretched: Float
    /// How fast the supporting knee stretches, and the speed at which pushing ends, in parts of `speed`.
    var kneeStep, fastest: Float
    var hipGain, hipDamping, kneeGain, kneeDamping, headGain, headDamping, heightDamping, overall: Float

    static let biped = Constants(
      speed: 0.08, supportingKnee: -0.063, liftedHip: 0.975, liftedKnee: -0.719, landingHip: 0.062, pushingKnee: 1.383,
      behind: -0.083, stretched: 0.472, kneeStep: 0.119, fastest: 1.052, hipGain: 1.242, hipDamping: 0.118,
      kneeGain: 3.758, kneeDamping: 0.46, headGain: 1.267, headDamping: 1.289, heightDamping: 13.545, overall: 0.462)
    static let quadruped = Constants(
      speed: 0.273, supportingKnee: -0.122, liftedHip: 1.128, liftedKnee: -0.611, landingHip: -0.2, pushingKnee: 1.045,
      behind: 0.144, stretched: 0.377, kneeStep: 0.249, fastest: 1.141, hipGain: 1.133, hipDamping: 0.383,
      kneeGain: 3.242, kneeDamping: 0.458, headGain: 0.596, headDamping: 1.331, heightDamping: 16.972,
      overall: 0.322)
  }

  /// What an observation says of a leg starts here, and takes so many numbers.
  private static let (firstLeg, legSize) = (4, 5)
  private static let rayCount = 10
  /// The numbers of an action for a pair of legs.
  static let actionSize = 4
  /// The place of the left leg among all legs.
  private let leg: Int
  private let constants: Constants
  private var phase = Phase.standing
  /// The leg in the air, 0 or 1.
  private var moving: Int
  private var kneeTarget: Float

  /// A gait for the legs `leg` and `leg + 1`, which lifts the first or the second of them first.
  init(_ constants: Constants, firstLeg leg: Int, lifting moving: Int) {
    (self.constants, self.leg, self.moving) = (constants, leg, moving)
    kneeTarget = constants.supportingKnee
  }

  /// Whether an environment's walker has what observations and actions of pairs of legs amount to.
  static func suits(_ environment: Environment) -> Bool {
    let legs = environment.actionSize / 2
    return environment.actionSize.isMultiple(of: actionSize)
      && environment.observationSize == firstLeg + legSize * legs + rayCount
  }

  /// Chooses the pair's four actions.
  mutating func act(observation state: UnsafeBufferPointer<Float>, into action: UnsafeMutableBufferPointer<Float>) {
    let bases = [leg, leg + 1].map { Self.firstLeg + Self.legSize * $0 }
    let targets = targets(state, bases)
    for side in 0..<2 {
      let base = bases[side]
      var hip =
        targets.hips[side].map { constants.hipGain * ($0 - state[base]) - constants.hipDamping * state[base + 1] } ?? 0
      var knee =
        targets.knees[side].map {
          constants.kneeGain * ($0 - state[base + 2]) - constants.kneeDamping * state[base + 3]
        } ?? 0
      // Keep the head up, and do not jump.
      hip += constants.headGain * state[0] + constants.headDamping * state[1]
      knee -= constants.heightDamping * state[3]
      action[2 * (leg + side)] = min(max(constants.overall * hip, -1), 1)
      action[2 * (leg + side) + 1] = min(max(constants.overall * knee, -1), 1)
    }
  }

  /// The joint angles to reach, where the phase wants any.
  private mutating func targets(
    _ state: UnsafeBufferPointer<Float>, _ bases: [Int]
  ) -> (hips: [Float?], knees: [Float?]) {
    var (hips, knees): ([Float?], [Float?]) = ([nil, nil], [nil, nil])
    let supporting = 1 - moving
    if phase == .standing {
      (hips[moving], knees[moving]) = (constants.liftedHip, constants.liftedKnee)
      kneeTarget = min(
        kneeTarget + (constants.kneeStep * (state[2] > constants.speed ? 2 : 1)), constants.supportingKnee)
      knees[supporting] = kneeTarget
      if state[bases[supporting]] < constants.behind { phase = .landing }
    }
    if phase == .landing {
      (hips[moving], knees[moving]) = (constants.landingHip, constants.supportingKnee)
      knees[supporting] = kneeTarget
      if state[bases[moving] + 4] > 0 {
        phase = .pushing
        kneeTarget = min(state[bases[moving] + 2], constants.supportingKnee)
      }
    }
    if phase == .pushing {
      (knees[moving], knees[supporting]) = (kneeTarget, constants.pushingKnee)
      if state[bases[supporting] + 2] > constants.stretched || state[2] > constants.fastest * constants.speed {
        phase = .standing
        moving = supporting
      }
    }
    return (hips, knees)
  }
}
