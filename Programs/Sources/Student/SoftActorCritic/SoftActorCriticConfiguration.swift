/// A setting that cannot be used.
public struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, and what would be right.
  public let description: String

  init(_ description: String) { self.description = description }
}

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

  /// Settings, the published ones where nothing else is said.
  public init(
    hiddenSizes: [Int] = [400, 300], discount: Double = 0.99, entropyCoefficient: Double = 0.005,
    learningRate: Double = 1e-3, polyak: Double = 0.995, batchSize: Int = 1000
  ) {
    self.hiddenSizes = hiddenSizes
    self.discount = discount
    self.entropyCoefficient = entropyCoefficient
    self.learningRate = learningRate
    self.polyak = polyak
    self.batchSize = batchSize
  }

  /// Throws if a setting cannot be used, and says which and why.
  public func validate() throws(ConfigurationError) {
    let sizes = 1...16384
    guard !hiddenSizes.isEmpty else {
      throw ConfigurationError("hiddenSizes is empty; there must be at least one hidden layer")
    }
    for size in hiddenSizes where !sizes.contains(size) {
      throw ConfigurationError("hiddenSizes has \(size); a layer's size must be in \(sizes)")
    }
    try check("discount", discount, in: 0...1)
    try check("entropyCoefficient", entropyCoefficient, in: 0...1e6)
    try check("learningRate", learningRate, in: 0...1e6)
    try check("polyak", polyak, in: 0...1)
    guard (1...1_000_000).contains(batchSize) else {
      throw ConfigurationError("batchSize is \(batchSize); it must be in \(1...1_000_000)")
    }
  }

  private func check(_ name: String, _ value: Double, in range: ClosedRange<Double>) throws(ConfigurationError) {
    guard range.contains(value) else { throw ConfigurationError("\(name) is \(value); it must be in \(range)") }
  }
}
