/// The settings of Proximal Policy Optimization.
public struct ProximalPolicyOptimizationConfiguration: Sendable, Equatable {
  /// The sizes of the hidden layers of both networks, from the input on.
  public var hiddenSizes = [128, 128]
  /// n, how many environments are played at once.
  public var environmentCount = 64
  /// T, the steps that each of them plays between two updates.
  public var rolloutLength = 512
  /// The number of steps that a gradient is taken over.
  public var batchSize = 1024
  /// How often each step is learnt from.
  public var passes = 10
  /// gamma, what a reward one step later counts.
  public var discount = 0.99
  /// lambda, how fast later errors of the value fade from an advantage.
  public var advantageDecay = 0.95
  /// How far the ratio of probabilities may move from 1 before it is clipped.
  public var clipRange = 0.2
  /// The weight of the policy's entropy.
  public var entropyCoefficient = 0.0
  /// The weight of the value's loss.
  public var valueCoefficient = 0.5
  /// The greatest norm of a gradient of all parameters; longer ones are shortened.
  public var maxGradientNorm = 0.5
  /// Adam's learning rate.
  public var learningRate = 3e-4

  /// The default settings.
  public init() {}

  /// The steps of all environments between two updates.
  var stepsPerRollout: Int { environmentCount * rolloutLength }

  /// Throws if a setting cannot be used, and says which and why, in the command line's names.
  public func validate() throws(ConfigurationError) {
    try requireHiddenSizes(hiddenSizes)
    try require("envs", environmentCount, in: 1...4096)
    try require("rollout", rolloutLength, in: 1...1_000_000)
    guard stepsPerRollout <= 1 << 24 else {
      throw ConfigurationError(
        "rollout is \(rolloutLength) and envs is \(environmentCount); their product must be at most \(1 << 24)")
    }
    try require("batch_size", batchSize, in: 2...1_000_000)
    try require("passes", passes, in: 1...1000)
    try require("gamma", discount, in: 0...1)
    try require("gae_lambda", advantageDecay, in: 0...1)
    try requirePositive("clip", clipRange, atMost: 1000)
    try require("ent_coef", entropyCoefficient, in: 0...1000)
    try require("value_coef", valueCoefficient, in: 0...1000)
    try requirePositive("max_grad_norm", maxGradientNorm, atMost: 1e9)
    try requirePositive("lr", learningRate, atMost: 1)
  }
}

extension ProximalPolicyOptimizationConfiguration {
  /// What `config.json` holds of the settings.
  static var members: StudentMembers {
    StudentMembers(settings: [
      .sizes("hidden_sizes", \.proximalPolicyOptimization.hiddenSizes),
      .integer("envs", \.proximalPolicyOptimization.environmentCount),
      .integer("rollout", \.proximalPolicyOptimization.rolloutLength),
      .integer("batch_size", \.proximalPolicyOptimization.batchSize),
      .integer("passes", \.proximalPolicyOptimization.passes), .number("gamma", \.proximalPolicyOptimization.discount),
      .number("gae_lambda", \.proximalPolicyOptimization.advantageDecay),
      .number("clip", \.proximalPolicyOptimization.clipRange),
      .number("ent_coef", \.proximalPolicyOptimization.entropyCoefficient),
      .number("value_coef", \.proximalPolicyOptimization.valueCoefficient),
      .number("max_grad_norm", \.proximalPolicyOptimization.maxGradientNorm),
      .number("lr", \.proximalPolicyOptimization.learningRate),
    ])
  }

  /// How much memory a run takes at most.
  func memoryNeed(observationSize: Int, actionSize: Int) -> MemoryNeed {
    let policy = NetworkShape(
      inputSize: observationSize, hiddenSizes: hiddenSizes, output: .gaussianMean(actionSize: actionSize))
    let value = NetworkShape(inputSize: observationSize, hiddenSizes: hiddenSizes, output: .value)
    // The state, its copy at the last boundary, the gradients, and two copies while a checkpoint is written.
    let parameters = (4 * 3 + 1) * (policy.parameterCount + value.parameterCount)
    // Activations and their gradients, of both networks.
    let activations = 4 * batchSize * hiddenSizes.reduce(0) { $0 + paddedCount($1) }
    let step = 2 * paddedCount(observationSize) + paddedCount(actionSize) + 8
    return MemoryNeed(
      networks: (parameters + activations) * MemoryLayout<Float>.size,
      replay: (stepsPerRollout + batchSize) * step * MemoryLayout<Float>.size)
  }
}
