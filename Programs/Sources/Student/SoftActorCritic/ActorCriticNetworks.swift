/// The five networks of Soft Actor-Critic in its early form, which has a value function.
struct ActorCriticNetworks {
  /// The mean and raw deviation of each component of an action, from an observation.
  let policy: ParameterVector
  /// Two estimates of the value of an action, from an observation and the action.
  let q1: ParameterVector
  let q2: ParameterVector
  /// The value of an observation.
  let value: ParameterVector
  /// The running average of `value` that targets are made with.
  let targetValue: ParameterVector

  /// Networks drawn at random, the target a copy of the value network.
  init(observationSize: Int, actionSize: Int, hiddenSizes: [Int], using stream: inout RandomStream) {
    func parameters(_ inputSize: Int, _ output: NetworkShape.Output) -> ParameterVector {
      ParameterVector(shape: NetworkShape(inputSize: inputSize, hiddenSizes: hiddenSizes, output: output))
    }
    policy = parameters(observationSize, .gaussian(actionSize: actionSize))
    q1 = parameters(observationSize + actionSize, .value)
    q2 = parameters(observationSize + actionSize, .value)
    value = parameters(observationSize, .value)
    targetValue = parameters(observationSize, .value)
    for network in [policy, q1, q2, value] { network.initialize(using: &stream) }
    targetValue.copy(from: value)
  }

  /// The networks with their names in files.
  var named: [(name: String, parameters: ParameterVector)] {
    [("policy", policy), ("q1", q1), ("q2", q2), ("v", value), ("target_v", targetValue)]
  }
}
