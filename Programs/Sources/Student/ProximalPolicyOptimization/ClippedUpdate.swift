/// The gradient steps of Proximal Policy Optimization (Schulman et al. 2017, arXiv 1707.06347).
///
/// Over a batch of B steps with actions a, advantages A (normalised to mean 0 and deviation 1) and returns R:
///
///     ratio = exp(log pi(a) - log pi_old(a))
///     loss = -mean min(ratio A, clip(ratio, 1 - c, 1 + c) A) - entropyCoefficient entropy
///            + valueCoefficient mean (V - R)^2
///
/// The gradient of all parameters together is shortened to `maxGradientNorm`, and Adam moves the networks along it. Policy
/// and value share nothing but that norm, so that two threads compute them side by side with the same bits as one.
final class ClippedUpdate: @unchecked Sendable {
  /// What the batch is: the caller fills the first `count` rows.
  let inputs: Matrix
  let actions: Matrix
  let oldLogProbabilities: UnsafeMutablePointer<Float>
  let advantages: UnsafeMutablePointer<Float>
  let returns: UnsafeMutablePointer<Float>

  /// The gradients last computed, not yet shortened.
  let policyGradient: ParameterVector
  let valueGradient: ParameterVector
  /// The losses of the batch last seen: the policy's without its entropy, and the mean of (V - R)^2.
  private(set) var policyLoss: Float = 0
  private(set) var valueLoss: Float = 0
  /// The share of the batch whose ratio was out of the clip range.
  private(set) var clippedShare: Float = 0

  private let state: ProximalPolicyOptimizationState
  private let configuration: ProximalPolicyOptimizationConfiguration
  private let policy: TanhNetwork
  private let value: TanhNetwork
  private let buffers: [FloatBuffer]
  private let policyOutputs: Matrix
  private let valueOutputs: Matrix
  private var count = 0
  private var crew: TaskCrew?

  /// What the threads work on.
  private enum Task: Int, CaseIterable {
    case policy, value
  }

  /// An update of a state's networks.
  init(
    _ state: ProximalPolicyOptimizationState, _ configuration: ProximalPolicyOptimizationConfiguration, threadCount: Int
  ) {
    self.state = state
    self.configuration = configuration
    let capacity = configuration.batchSize
    let (policyShape, valueShape) = (state.policy.shape, state.value.shape)
    let (inputSize, actionSize) = (policyShape.inputSize, policyShape.outputLayer.columns)
    let buffers = [
      paddedCount(inputSize), paddedCount(actionSize), 1, 1, 1, paddedCount(actionSize), 1,
    ].map { FloatBuffer(count: capacity * $0) }
    func matrix(_ index: Int, _ columns: Int) -> Matrix {
      Matrix(pointer: buffers[index].pointer, rows: capacity, columns: columns, stride: paddedCount(columns))
    }
    self.buffers = buffers
    inputs = matrix(0, inputSize)
    actions = matrix(1, actionSize)
    (oldLogProbabilities, advantages, returns) = (buffers[2].pointer, buffers[3].pointer, buffers[4].pointer)
    policyOutputs = matrix(5, actionSize)
    valueOutputs = Matrix(pointer: buffers[6].pointer, rows: capacity, columns: 1, stride: 1)
    policy = TanhNetwork(state.policy, capacity: capacity, differentiable: true)
    value = TanhNetwork(state.value, capacity: capacity, differentiable: true)
    policyGradient = ParameterVector(shape: policyShape)
    valueGradient = ParameterVector(shape: valueShape)
    crew = TaskCrew(threadCount: min(max(threadCount, 1), 2), prerequisites: [0, 0]) { [unowned self] task, _ in
      switch Task(rawValue: task) {
      case .policy: differentiatePolicy()
      case .value: differentiateValue()
      case nil: break
      }
    }
  }

  /// Computes the gradients over the first rows of the batch, and changes no weight.
  ///
  /// - Parameter count: How many rows, at least 2 and at most `batchSize`.
  func computeGradients(count: Int) {
    precondition((2...configuration.batchSize).contains(count))
    self.count = count
    crew?.run(tasks: 0b11)
  }

  /// Moves the networks along the gradients last computed.
  func applyGradients() {
    let norm = (sumOfSquares(policyGradient) + sumOfSquares(valueGradient)).squareRoot()
    let scale = min(1, Float(configuration.maxGradientNorm) / (norm + 1e-6))
    state.policyOptimizer.step(
      state.policy, gradient: policyGradient, learningRate: configuration.learningRate, scale: scale)
    state.valueOptimizer.step(
      state.value, gradient: valueGradient, learningRate: configuration.learningRate, scale: scale)
  }

  private func sumOfSquares(_ gradient: ParameterVector) -> Float {
    var sum = Lanes(repeating: 0)
    let values = gradient.pointer.lanes
    for vector in 0..<gradient.shape.parameterCount / Lanes.count {
      sum = sum.addingProduct(values[vector], values[vector])
    }
    return sum.total
  }

  // MARK: Policy

  private func differentiatePolicy() {
    let inputs = inputs.slice(rows: 0..<count)
    let means = policy.evaluate(inputs)
    let actionSize = actions.columns
    let vectors = actions.stride / Lanes.count
    let logDeviations = state.policy.logDeviations
    let deviationGradient = policyGradient.logDeviations
    deviationGradient.update(repeating: 0, count: actions.stride)
    var constant = Float(actionSize) * halfLogOfTwoPi
    for component in 0..<actionSize { constant += logDeviations[component] }
    let (mean, factor) = advantageScale()
    let clip = Float(configuration.clipRange)
    let share = 1 / Float(count)
    var (loss, clipped): (Float, Float) = (0, 0)
    for row in 0..<count {
      let action = actions.row(row).lanes
      let policyMean = means.row(row).lanes
      let gradient = policyOutputs.row(row).lanes
      // z = (a - mean) / deviation; log pi = -z^2 / 2 - log deviation - ln(2 pi) / 2, summed over components.
      var squares = Lanes(repeating: 0)
      for vector in 0..<vectors {
        let z = (action[vector] - policyMean[vector]) * exponential(-logDeviations.lanes[vector])
        gradient[vector] = z
        squares = squares.addingProduct(z, z)
      }
      let logProbability = -0.5 * squares.total - constant
      let ratio = exponential(Lanes(repeating: logProbability - oldLogProbabilities[row]))[0]
      let advantage = (advantages[row] - mean) * factor
      let bounded = min(max(ratio, 1 - clip), 1 + clip)
      loss -= min(ratio * advantage, bounded * advantage)
      if ratio != bounded { clipped += 1 }
      // Where the clipped term is the smaller one, nothing depends on the policy.
      let slope = ratio * advantage <= bounded * advantage ? -ratio * advantage * share : 0
      for vector in 0..<vectors {
        let z = gradient[vector]
        deviationGradient.lanes[vector] = deviationGradient.lanes[vector].addingProduct(
          z * z - 1, Lanes(repeating: slope))
        gradient[vector] = slope * z * exponential(-logDeviations.lanes[vector])
      }
    }
    // Behind the last component z is 0, and the sum is not.
    for component in 0..<actions.stride {
      deviationGradient[component] =
        component < actionSize ? deviationGradient[component] - Float(configuration.entropyCoefficient) : 0
    }
    policyLoss = loss * share
    clippedShare = clipped * share
    policy.differentiate(policyOutputs.slice(rows: 0..<count), inputs: inputs, into: policyGradient)
  }

  /// What makes advantages of mean 0 and deviation 1 (that of a sample, as PyTorch computes it).
  private func advantageScale() -> (mean: Float, factor: Float) {
    var mean = 0.0
    for row in 0..<count { mean += Double(advantages[row]) }
    mean /= Double(count)
    var square = 0.0
    for row in 0..<count { square += (Double(advantages[row]) - mean) * (Double(advantages[row]) - mean) }
    return (Float(mean), Float(1 / ((square / Double(count - 1)).squareRoot() + 1e-8)))
  }

  // MARK: Value

  private func differentiateValue() {
    let inputs = inputs.slice(rows: 0..<count)
    let values = value.evaluate(inputs).pointer
    let scale = 2 * Float(configuration.valueCoefficient) / Float(count)
    var loss: Float = 0
    for row in 0..<count {
      let error = values[row] - returns[row]
      loss += error * error
      valueOutputs.pointer[row] = scale * error
    }
    valueLoss = loss / Float(count)
    value.differentiate(
      Matrix(pointer: valueOutputs.pointer, rows: count, columns: 1, stride: 1), inputs: inputs, into: valueGradient)
  }
}
