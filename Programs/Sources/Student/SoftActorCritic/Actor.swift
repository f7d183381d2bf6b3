/// Computes the policy's action for one observation at a time.
///
/// A product of one row with a matrix is bound by reading the matrix, so the rows of kernels that an input of 0 would
/// multiply, about half of them behind a rectifier, are not read.
final class Actor: ActionPolicy {
  let policy: ParameterVector
  /// The stream that noise is drawn from.
  var noise: RandomStream
  private let noiseBuffer: FloatBuffer
  /// A layer's inputs that are not 0, and where they stand.
  private let activeInputs: UnsafeMutableBufferPointer<Float>
  private let activeIndices: UnsafeMutableBufferPointer<Int>
  /// The outputs of each hidden layer, then of the output layer.
  private let outputs: [FloatBuffer]

  /// An actor that follows a policy's weights as they are when it acts.
  init(policy: ParameterVector, noise: RandomStream) {
    self.policy = policy
    self.noise = noise
    let layers = policy.shape.hiddenLayers + [policy.shape.outputLayer]
    noiseBuffer = FloatBuffer(count: policy.shape.outputLayer.columns)
    let widest = layers.map(\.rows).max() ?? 0
    activeInputs = .allocate(capacity: widest)
    activeIndices = .allocate(capacity: widest)
    outputs = layers.map { FloatBuffer(count: $0.columns) }
  }

  deinit {
    activeInputs.deallocate()
    activeIndices.deallocate()
  }

  var observationSize: Int { policy.shape.inputSize }
  var actionSize: Int { policy.shape.outputLayer.columns / 2 }

  func startNoise(seed: UInt64) { noise = RandomStream(seed: seed, purpose: .actionNoise) }

  /// Chooses the action for an observation: drawn from the policy, or the squashed mean if `deterministic`.
  func act(
    observation: UnsafeBufferPointer<Float>, into action: UnsafeMutableBufferPointer<Float>, deterministic: Bool
  ) {
    let size = policy.shape.outputLayer.columns / 2
    precondition(observation.count == policy.shape.inputSize && action.count == size)
    var inputs = observation
    for layer in policy.shape.hiddenLayers.indices {
      let result = outputs[layer].pointer
      apply(policy.kernel(ofHiddenLayer: layer), policy.bias(ofHiddenLayer: layer), to: inputs, into: result)
      let columns = policy.shape.hiddenLayers[layer].columns
      for vector in 0..<paddedCount(columns) / Lanes.count { result.lanes[vector] = result.lanes[vector].rectified }
      inputs = UnsafeBufferPointer(start: result, count: columns)
    }
    let result = outputs[outputs.count - 1].pointer
    apply(policy.outputKernel, policy.outputBias, to: inputs, into: result)
    if !deterministic { noise.fillNormals(noiseBuffer, count: size) }
    for start in stride(from: 0, to: size, by: Lanes.count) {
      let components = start..<min(start + Lanes.count, size)
      var unsquashed = Lanes(repeating: 0)
      for component in components { unsquashed[component - start] = result[component] }
      if !deterministic {
        var raw = Lanes(repeating: 0)
        for component in components { raw[component - start] = result[size + component] }
        let deviation = SquashedGaussian.deviation(squashed: hyperbolicTangent(raw))
        unsquashed = unsquashed.addingProduct(deviation, noiseBuffer.pointer.lanes[start / Lanes.count])
      }
      let squashed = hyperbolicTangent(unsquashed)
      for component in components { action[component] = squashed[component - start] }
    }
  }

  /// Computes `result = inputs * kernel + bias`.
  private func apply(
    _ kernel: Matrix, _ bias: UnsafeMutablePointer<Float>, to inputs: UnsafeBufferPointer<Float>,
    into result: UnsafeMutablePointer<Float>
  ) {
    var active = 0
    for (index, input) in inputs.enumerated() {
      activeInputs[active] = input
      activeIndices[active] = index
      active += input == 0 ? 0 : 1
    }
    let vectors = kernel.stride / Lanes.count
    let sums = result.lanes
    for vector in 0..<vectors { sums[vector] = bias.lanes[vector] }
    // Four rows at a time, so that the sums are read and written once for the four.
    var next = 0
    while next + 4 <= active {
      let (a, b) = (kernel.row(activeIndices[next]).lanes, kernel.row(activeIndices[next + 1]).lanes)
      let (c, d) = (kernel.row(activeIndices[next + 2]).lanes, kernel.row(activeIndices[next + 3]).lanes)
      let (w, x) = (Lanes(repeating: activeInputs[next]), Lanes(repeating: activeInputs[next + 1]))
      let (y, z) = (Lanes(repeating: activeInputs[next + 2]), Lanes(repeating: activeInputs[next + 3]))
      for vector in 0..<vectors {
        let sum = sums[vector].addingProduct(a[vector], w).addingProduct(b[vector], x)
        sums[vector] = sum.addingProduct(c[vector], y).addingProduct(d[vector], z)
      }
      next += 4
    }
    while next < active {
      let row = kernel.row(activeIndices[next]).lanes
      let input = Lanes(repeating: activeInputs[next])
      for vector in 0..<vectors { sums[vector] = sums[vector].addingProduct(row[vector], input) }
      next += 1
    }
  }
}
