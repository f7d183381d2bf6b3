extension LearnerState {
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
  func saveNetworks(to path: String) throws(FileError) { try replaceFile(at: path, with: encodedNetworks()) }

  /// The content of the file that `saveNetworks` writes.
  func encodedNetworks() -> [UInt8] {
    var file = SafeTensors(metadata: [("format", "teachdrl"), ("algorithm", "soft-actor-critic")])
    for (name, tensor) in networkTensors { file.add(name, tensor) }
    return file.encoded()
  }
}

extension SoftActorCritic {
  /// Writes all networks to a safetensors file; see `LearnerState.saveNetworks`.
  public func saveNetworks(to path: String) throws(FileError) { try state.saveNetworks(to: path) }

  /// Takes over the networks of a file that `saveNetworks` wrote for networks of the same sizes.
  ///
  /// Throws a `FileError` or a `RunFileError`; the networks are then as they were.
  public func loadNetworks(from path: String) throws {
    guard let bytes = try contents(ofFile: path) else {
      throw RunFileError(path: path, problem: "is not there: the run has not saved its networks yet")
    }
    guard let file = SafeTensors(bytes), file.restore(state.networkTensors) else {
      throw RunFileError(path: path, problem: "does not hold the networks of this run")
    }
  }
}
