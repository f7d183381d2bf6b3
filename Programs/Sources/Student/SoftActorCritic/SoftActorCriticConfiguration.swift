/// The settings of Soft Actor-Critic; the defaults are those of the published experiments.
public struct SoftActorCriticConfiguration: Sendable, Equatable {
  /// The sizes of the hidden layers of all networks, from the input on.
  public var hiddenSizes: [Int]
  /// gamma, what a reward one step later counts.
  public var discount: Double
  /// alpha, the reward of a unit of entropy.
  public var entropyCoefficient: Double
  /// Adam's learning rate.
  public var learningRate: Double
  /// What the target network keeps of itself in an update.
  public var polyak: Double
  /// The number of transitions an update learns from.
  public var batchSize: Int
  /// How many transitions the replay buffer holds.
  public var replayCapacity: Int
  /// Environment steps for each update.
  public var stepsPerUpdate: Int
  /// The last step, counting from 0, whose action is drawn uniformly at random; the student chooses all later ones.
  public var startSteps: Int

  /// Settings, the published ones where nothing else is said.
  public init(
    hiddenSizes: [Int] = [400, 300], discount: Double = 0.99, entropyCoefficient: Double = 0.005,
    learningRate: Double = 1e-3, polyak: Double = 0.995, batchSize: Int = 1000, replayCapacity: Int = 2_000_000,
    stepsPerUpdate: Int = 10, startSteps: Int = 10_000
  ) {
    self.hiddenSizes = hiddenSizes
    self.discount = discount
    self.entropyCoefficient = entropyCoefficient
    self.learningRate = learningRate
    self.polyak = polyak
    self.batchSize = batchSize
    self.replayCapacity = replayCapacity
    self.stepsPerUpdate = stepsPerUpdate
    self.startSteps = startSteps
  }

  /// How many steps have random actions. It is one more than `startSteps`: the published code compares the index of a step
  /// with that number by `>`.
  public var randomStepCount: Int { startSteps + 1 }

  /// The updates that follow an episode: one for every `stepsPerUpdate` steps begun.
  func updateCount(episodeLength: Int) -> Int { (episodeLength + stepsPerUpdate - 1) / stepsPerUpdate }

  /// Throws if a setting cannot be used, and says which and why, in the command line's names.
  public func validate() throws(ConfigurationError) {
    try require("buf_size", replayCapacity, in: 1...100_000_000)
    try require("train_freq", stepsPerUpdate, in: 1...1_000_000_000)
    try require("start_steps", startSteps, in: 0...1_000_000_000_000)
    try require("batch_size", batchSize, in: 1...1_000_000)
    try requireHiddenSizes(hiddenSizes)
    try require("gamma", discount, in: 0...1)
    try require("ent_coef", entropyCoefficient, in: 0...1000)
    try require("polyak", polyak, in: 0...1)
    try requirePositive("lr", learningRate, atMost: 1)
  }
}
