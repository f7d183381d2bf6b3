extension Actor {
  var tensors: [(name: String, tensor: NamedTensor)] { policyTensors(policy) }

  /// The policy of a file whose tensors are named as a run's networks are.
  convenience init?(_ file: SafeTensors) {
    guard let shape = policyShape(in: file) else { return nil }
    let network = ParameterVector(shape: shape)
    guard file.restore(policyTensors(network)) else { return nil }
    self.init(policy: network, noise: RandomStream(seed: 0, purpose: .actionNoise))
  }
}

private func policyTensors(_ network: ParameterVector) -> [(name: String, tensor: NamedTensor)] {
  network.tensors.map { ("policy.\($0.name)", $0) }
}

/// The sizes that the tensors of a file have; nil where they do not follow one another.
private func policyShape(in file: SafeTensors) -> NetworkShape? {
  func kernel(_ name: String) -> (inputs: Int, outputs: Int)? {
    guard let shape = file.entries.first(where: { $0.name == "policy.\(name).kernel" })?.entry.shape, shape.count == 2,
      shape.allSatisfy({ (1...65536).contains($0) })
    else { return nil }
    return (shape[0], shape[1])
  }
  var layers: [(inputs: Int, outputs: Int)] = []
  while let layer = kernel("hidden.\(layers.count)") { layers.append(layer) }
  guard let first = layers.first, let mean = kernel("mean"), let deviation = kernel("log_std"), mean == deviation,
    zip(layers, layers.dropFirst() + [mean]).allSatisfy({ $0.outputs == $1.inputs })
  else { return nil }
  return NetworkShape(
    inputSize: first.inputs, hiddenSizes: layers.map(\.outputs), output: .gaussian(actionSize: mean.outputs))
}
