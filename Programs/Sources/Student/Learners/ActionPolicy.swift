/// A policy that acts: from an observation it chooses an action. A learner moves its weights; a file keeps them.
///
/// An object is for one thread at a time; acting allocates no memory.
protocol ActionPolicy: AnyObject {
  /// The number of components of an observation.
  var observationSize: Int { get }
  /// The number of components of an action, each in [-1, 1].
  var actionSize: Int { get }
  /// All that acting needs, with its names in files.
  var tensors: [(name: String, tensor: NamedTensor)] { get }

  /// Starts the noise of drawn actions anew from a seed of its own.
  func startNoise(seed: UInt64)

  /// Chooses the action for an observation: drawn from the policy, or its mean if `deterministic`.
  ///
  /// - Precondition: Observation and action have this policy's sizes.
  func act(
    observation: UnsafeBufferPointer<Float>, into action: UnsafeMutableBufferPointer<Float>, deterministic: Bool)

  /// A policy with the sizes that the tensors of a file have, and their values; nil if they make none.
  init?(_ file: SafeTensors)
}
