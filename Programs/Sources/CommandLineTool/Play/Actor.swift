import Student

/// Who moves the walker.
enum Actor {
  case random(ActionNoise)
  case gait([HeuristicGait])
  case trained(TrainedPolicy)
  case exported(Policy)

  /// Chooses an action.
  mutating func act(observation: UnsafeBufferPointer<Float>, into action: UnsafeMutableBufferPointer<Float>) {
    switch self {
    case .random(var generator):
      for joint in action.indices { action[joint] = Float.random(in: -1...1, using: &generator) }
      self = .random(generator)
    case .gait(var gaits):
      for pair in gaits.indices { gaits[pair].act(observation: observation, into: action) }
      self = .gait(gaits)
    case .trained(let policy): policy.act(observation: observation, into: action)
    case .exported(let policy): policy.act(observation: observation, into: action)
    }
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014): random actions that a seed fixes.
struct ActionNoise: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
