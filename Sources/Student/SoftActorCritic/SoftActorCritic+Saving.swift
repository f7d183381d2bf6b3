extension SoftActorCritic {
  /// Writes all networks to a safetensors file, in place of what is there; the file is never half written.
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
  /// - Throws: If the system refuses a step; what was there is then as it was.
  /// - Complexity: Linear in the number of parameters; allocates memory for them.
  public func saveNetworks(to path: String) throws(FileError) {
    let tensors = networks.named.flatMap { name, parameters in
      parameters.tensors.map { (name: "\(name).\($0.name)", tensor: $0) }
    }
    let metadata = [("format", "teachdrl"), ("algorithm", "soft-actor-critic")]
    try replaceFile(at: path, with: encodeSafeTensors(tensors, metadata: metadata))
  }
}
