/// A gait made by hand for one pair of legs: stands on one leg, puts the other down before it, and pushes off. After the
/// demonstration of Gym's BipedalWalker.
struct HeuristicGait {
  private enum Phase {
    case standing
    case landing
    case pushing
  }

  /// The speed, as the observation gives it, that the gait keeps to.
  private static let speed: Float = 0.29
  private static let supportingKnee: Float = 0.1
  /// What an observation says of a leg starts here, and takes so many numbers.
  private static let (firstLeg, legSize) = (4, 5)
  /// The place of the left leg among all legs.
  private let leg: Int
  private var phase = Phase.standing
  /// The leg in the air, 0 or 1.
  private var moving = 0
  private var kneeTarget = supportingKnee

  /// A gait for the legs `leg` and `leg + 1`.
  init(firstLeg leg: Int) { self.leg = leg }

  /// Chooses the pair's four actions.
  mutating func act(observation: UnsafeBufferPointer<Float>, into action: UnsafeMutableBufferPointer<Float>) {
    let state = observation
    let bases = [leg, leg + 1].map { Self.firstLeg + Self.legSize * $0 }
    let targets = targets(state, bases)
    for side in 0..<2 {
      let base = bases[side]
      var hip = targets.hips[side].map { 0.9 * ($0 - state[base]) - 0.25 * state[base + 1] } ?? 0
      var knee = targets.knees[side].map { 4 * ($0 - state[base + 2]) - 0.25 * state[base + 3] } ?? 0
      // Keep the head up, and do not jump.
      hip += 0.9 * state[0] + 1.5 * state[1]
      knee -= 15 * state[3]
      action[2 * (leg + side)] = min(max(0.5 * hip, -1), 1)
      action[2 * (leg + side) + 1] = min(max(0.5 * knee, -1), 1)
    }
  }

  /// The joint angles to reach, where the phase wants any.
  private mutating func targets(
    _ state: UnsafeBufferPointer<Float>, _ bases: [Int]
  ) -> (hips: [Float?], knees: [Float?]) {
    var (hips, knees): ([Float?], [Float?]) = ([nil, nil], [nil, nil])
    var supporting: Int { 1 - moving }
    if phase == .standing {
      (hips[moving], knees[moving]) = (1.1, -0.6)
      kneeTarget = min(kneeTarget + (state[2] > Self.speed ? 0.06 : 0.03), Self.supportingKnee)
      knees[supporting] = kneeTarget
      if state[bases[supporting]] < 0.1 { phase = .landing }
    }
    if phase == .landing {
      (hips[moving], knees[moving]) = (0.1, Self.supportingKnee)
      knees[supporting] = kneeTarget
      if state[bases[moving] + 4] > 0 {
        phase = .pushing
        kneeTarget = min(state[bases[moving] + 2], Self.supportingKnee)
      }
    }
    if phase == .pushing {
      (knees[moving], knees[supporting]) = (kneeTarget, 1)
      if state[bases[supporting] + 2] > 0.88 || state[2] > 1.2 * Self.speed {
        phase = .standing
        moving = supporting
      }
    }
    return (hips, knees)
  }
}
