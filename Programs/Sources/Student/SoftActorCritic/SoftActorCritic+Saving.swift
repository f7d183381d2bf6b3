extension SoftActorCriticState {
  /// The content of a safetensors file with all networks.
  ///
  /// Its tensors are 32-bit floats, kernels as inputs by outputs (`output = input * kernel + bias`):
  ///
  ///     policy.hidden.I.kernel, .bias     hidden layer I = 0, 1, ..., each followed by max(0, x)
  ///     policy.mean.kernel, .bias         a deterministic action is tanh of this
  ///     policy.log_std.kernel, .bias      log std = -20 + 11 (tanh of this + 1)
  ///     q1.hidden.I.kernel, .bias         on the observation, then the action
  ///     q1.output.kernel, .bias
  ///
  /// and `q2`, `v` and `target_v` like `q1`, the last two on the observation alone.
  ///
  /// - Complexity: Linear in the number of parameters; allocates memory for them.
  func encodedNetworks() -> [UInt8] {
    var file = SafeTensors(metadata: [("format", "teachdrl"), ("algorithm", "soft-actor-critic")])
    for (name, tensor) in networkTensors { file.add(name, tensor) }
    return file.encoded()
  }
}
