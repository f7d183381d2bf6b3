/// A policy of Proximal Policy Optimization that acts: a Gaussian whose mean a network computes from the normalised
/// observation, and whose deviation is the same for every observation.
final class GaussianActor: ActionPolicy {
  let scale: ObservationScale
  let parameters: ParameterVector
  /// The stream that noise is drawn from.
  var noise: RandomStream
  private let network: TanhNetwork
  private let inputs: FloatBuffer
  private let noiseBuffer: FloatBuffer

  /// An actor that follows a policy's weights and a scale as they are when it acts, for at most `capacity` rows at once.
  init(_ parameters: ParameterVector, scale: ObservationScale, noise: RandomStream, capacity: Int = 1) {
    self.parameters = parameters
    self.scale = scale
    self.noise = noise
    network = TanhNetwork(parameters, capacity: capacity, differentiable: false)
    inputs = FloatBuffer(count: capacity * paddedCount(scale.size))
    noiseBuffer = FloatBuffer(count: capacity * paddedCount(parameters.shape.outputLayer.columns))
  }

  var observationSize: Int { parameters.shape.inputSize }
  var actionSize: Int { parameters.shape.outputLayer.columns }

  func startNoise(seed: UInt64) { noise = RandomStream(seed: seed, purpose: .actionNoise) }

  func act(
    observation: UnsafeBufferPointer<Float>, into action: UnsafeMutableBufferPointer<Float>, deterministic: Bool
  ) {
    guard let input = observation.baseAddress else { return }
    scale.normalize(input, into: inputs.pointer)
    let inputs = Matrix(
      pointer: inputs.pointer, rows: 1, columns: observationSize, stride: paddedCount(observationSize))
    onThisThread {
      if deterministic {
        let means = network.evaluate(inputs)
        for component in 0..<actionSize { action[component] = means.pointer[component] }
      } else {
        draw(inputs, into: action, logProbabilities: nil)
      }
    }
  }

  /// Draws an action for each row of normalised observations.
  ///
  /// - Parameters:
  ///   - actions: Receives rows of `actionSize` numbers, not clipped: the environment does that.
  ///   - logProbabilities: Receives the logarithm of each row's density.
  func draw(
    _ inputs: Matrix, into actions: UnsafeMutableBufferPointer<Float>,
    logProbabilities: UnsafeMutablePointer<Float>?
  ) {
    let means = network.evaluate(inputs)
    let stride = means.stride
    noise.fillNormals(noiseBuffer, count: inputs.rows * stride)
    for row in 0..<inputs.rows {
      var logProbability: Float = 0
      for component in 0..<actionSize {
        let logDeviation = parameters.logDeviations[component]
        let draw = noiseBuffer.pointer[row * stride + component]
        actions[row * actionSize + component] =
          means.row(row)[component] + exponential(Lanes(repeating: logDeviation))[0] * draw
        logProbability -= 0.5 * draw * draw + logDeviation + halfLogOfTwoPi
      }
      logProbabilities?[row] = logProbability
    }
  }
}

/// ln(2 pi) / 2
let halfLogOfTwoPi: Float = 0.918_938_533

extension GaussianActor {
  var tensors: [(name: String, tensor: NamedTensor)] {
    parameters.tensors.map { ("policy.\($0.name)", $0) } + scale.tensors
  }

  /// The policy of a file whose tensors are named as a run's networks are.
  convenience init?(_ file: SafeTensors) {
    func shape(_ name: String) -> [Int]? {
      guard let shape = file.entries.first(where: { $0.name == "policy.\(name)" })?.entry.shape,
        shape.allSatisfy({ (1...65_536).contains($0) })
      else { return nil }
      return shape
    }
    var sizes: [Int] = []
    var inputs: [Int] = []
    while let kernel = shape("hidden.\(sizes.count).kernel"), kernel.count == 2 {
      inputs.append(kernel[0])
      sizes.append(kernel[1])
    }
    guard let mean = shape("mean.kernel"), mean.count == 2, let inputSize = inputs.first, sizes.count <= 16,
      Array(inputs.dropFirst()) + [mean[0]] == sizes
    else { return nil }
    let parameters = ParameterVector(
      shape: NetworkShape(inputSize: inputSize, hiddenSizes: sizes, output: .gaussianMean(actionSize: mean[1])))
    self.init(
      parameters, scale: ObservationScale(size: inputSize), noise: RandomStream(seed: 0, purpose: .actionNoise))
    guard file.restore(tensors) else { return nil }
  }
}
