/// A piece of an update of the networks: what is done to one of them, or to half of the batch.
///
/// They stand in the order in which a thread that is free should take them. The policy comes before the networks that
/// nothing waits for: two threads then finish together (proposals, policy and V; target, Q1 and Q2).
enum UpdateTask: Int, CaseIterable, Sendable {
  case gatherFirstHalf, gatherSecondHalf
  case proposeActions, evaluateTarget, differentiateProposals, trainPolicy, evaluateProposals
  case trainQ1, trainQ2, trainValue
  case moveValue, moveQ1, moveQ2, movePolicy

  /// The tasks that must be finished before this one starts.
  var prerequisites: [UpdateTask] {
    switch self {
    case .gatherFirstHalf, .gatherSecondHalf: []
    case .proposeActions, .evaluateTarget: [.gatherFirstHalf, .gatherSecondHalf]
    case .differentiateProposals, .evaluateProposals: [.proposeActions]
    case .trainValue: [.differentiateProposals, .evaluateProposals]
    case .trainQ1, .trainQ2: [.evaluateTarget]
    case .trainPolicy: [.differentiateProposals]
    // All gradients are taken at the weights before the update: a network moves when nobody reads it any more.
    case .moveValue: [.trainValue, .evaluateTarget]
    case .moveQ1: [.trainQ1, .differentiateProposals]
    case .moveQ2: [.trainQ2, .evaluateProposals]
    case .movePolicy: [.trainPolicy]
    }
  }

  /// A set of tasks as a crew takes it.
  static func bits(_ tasks: some Sequence<UpdateTask>) -> UInt32 { tasks.reduce(0) { $0 | 1 << UInt32($1.rawValue) } }

  static let gathering: [UpdateTask] = [.gatherFirstHalf, .gatherSecondHalf]
  static let moving: [UpdateTask] = [.moveValue, .moveQ1, .moveQ2, .movePolicy]
  static let differentiating = allCases.filter { !gathering.contains($0) && !moving.contains($0) }
}

/// An update of the networks as tasks that threads share.
///
/// Each task writes what no other that may run at the same time reads or writes, and does the same operations in the same
/// order whichever thread it runs on: the result has the same bits for any number of threads. A task takes its network's
/// rows in blocks: the layers of a block stay in the core's cache from the product that writes them to the last one that
/// reads them.
final class UpdateGraph: @unchecked Sendable {
  /// The most rows in a block: two hidden layers of the published sizes, a network's weights and its gradient are then
  /// about 1.5 MB.
  private static let blockSize = 128
  /// More threads than this find nothing to do.
  static let greatestThreadCount = 4

  let batch: TransitionBatch
  let draws: SquashedGaussian
  let results: UpdateRows
  let gradients: UpdateGradients
  private let state: SoftActorCriticState
  private let configuration: SoftActorCriticConfiguration
  private let blocks: [Range<Int>]
  private let workspaces: [Workspace]
  /// The policy's hidden layers for all rows: between its way forward and back lie the other networks.
  private let policyActivations: HiddenActivations
  private let policyOutputs: FloatBuffer

  /// What a thread needs of its own.
  private final class Workspace {
    /// The hidden layers of a value network for one block.
    let activations: HiddenActivations
    /// The gradient with respect to a layer's outputs for one block.
    private let scratch: FloatBuffer

    init(hiddenSizes: [Int]) {
      activations = HiddenActivations(hiddenSizes: hiddenSizes, capacity: blockSize)
      scratch = FloatBuffer(count: blockSize * (hiddenSizes.map(paddedCount).max() ?? 0))
    }

    func scratchMatrix(rows: Int, columns: Int) -> Matrix {
      Matrix(pointer: scratch.pointer, rows: rows, columns: columns, stride: paddedCount(columns))
    }
  }

  /// The updates of a learner, for a number of threads.
  init(
    _ state: SoftActorCriticState, observationSize: Int, actionSize: Int, configuration: SoftActorCriticConfiguration,
    threadCount: Int
  ) {
    self.state = state
    self.configuration = configuration
    let rowCount = configuration.batchSize
    batch = TransitionBatch(observationSize: observationSize, actionSize: actionSize, count: rowCount)
    draws = SquashedGaussian(actionSize: actionSize, rowCount: rowCount)
    results = UpdateRows(count: rowCount)
    gradients = UpdateGradients(state.networks)
    blocks = stride(from: 0, to: rowCount, by: Self.blockSize).map { $0..<min($0 + Self.blockSize, rowCount) }
    let hiddenSizes = configuration.hiddenSizes
    workspaces = (0..<threadCount).map { _ in Workspace(hiddenSizes: hiddenSizes) }
    policyActivations = HiddenActivations(hiddenSizes: hiddenSizes, capacity: rowCount)
    policyOutputs = FloatBuffer(count: rowCount * paddedCount(2 * actionSize))
  }

  /// Carries out one task on the thread of a number below the thread count.
  func perform(_ task: UpdateTask, onThread thread: Int) {
    let workspace = workspaces[thread]
    let networks = state.networks
    let scale = 1 / Float(batch.count)
    let rate = configuration.learningRate
    switch task {
    case .gatherFirstHalf: batch.gather(rows: 0..<batch.count / 2)
    case .gatherSecondHalf: batch.gather(rows: batch.count / 2..<batch.count)
    case .proposeActions: propose()
    case .evaluateTarget:
      evaluate(networks.targetValue, inputs: batch.next, into: results.nextValues, workspace)
      computeQTargets()
    case .differentiateProposals:
      differentiateByAction(networks.q1, into: results.proposedQ1, scale: -scale, workspace)
    case .evaluateProposals: evaluate(networks.q2, inputs: batch.proposed, into: results.proposedQ2, workspace)
    case .trainValue:
      computeValueTargets()
      train(
        networks.value, inputs: observations, targets: results.valueTargets, into: results.values,
        gradient: gradients.value, workspace)
    case .trainQ1:
      train(
        networks.q1, inputs: batch.taken, targets: results.qTargets, into: results.q1, gradient: gradients.q1,
        workspace)
    case .trainQ2:
      train(
        networks.q2, inputs: batch.taken, targets: results.qTargets, into: results.q2, gradient: gradients.q2,
        workspace)
    case .trainPolicy: trainPolicy(entropyScale: Float(configuration.entropyCoefficient) * scale, workspace)
    case .moveValue:
      state.valueOptimizer.step(
        networks.value, gradient: gradients.value, learningRate: rate, averagingInto: networks.targetValue,
        polyak: configuration.polyak)
    case .moveQ1: state.q1Optimizer.step(networks.q1, gradient: gradients.q1, learningRate: rate)
    case .moveQ2: state.q2Optimizer.step(networks.q2, gradient: gradients.q2, learningRate: rate)
    case .movePolicy: state.policyOptimizer.step(networks.policy, gradient: gradients.policy, learningRate: rate)
    }
  }

  // MARK: Targets

  private func computeQTargets() {
    let discount = Float(configuration.discount)
    for row in 0..<batch.count {
      let following = discount * (1 - batch.ends.pointer[row]) * results.nextValues.pointer[row]
      results.qTargets.pointer[row] = batch.rewards.pointer[row] + following
    }
  }

  private func computeValueTargets() {
    let entropyCoefficient = Float(configuration.entropyCoefficient)
    for row in 0..<batch.count {
      let value = min(results.proposedQ1.pointer[row], results.proposedQ2.pointer[row])
      results.valueTargets.pointer[row] = value - entropyCoefficient * draws.logProbabilities.pointer[row]
    }
  }

  /// The batch's observations, which are the first columns of `taken`.
  private var observations: Matrix { batch.taken.slice(rows: 0..<batch.count, columns: batch.observationSize) }

  // MARK: Value networks

  /// Computes a value network's value of each row.
  private func evaluate(
    _ network: ParameterVector, inputs: Matrix, into values: FloatBuffer, _ workspace: Workspace
  ) {
    let head = ValueHead(network)
    for block in blocks {
      let hidden = forward(network, inputs: inputs.slice(rows: block), workspace.activations, at: 0..<block.count)
      head.evaluate(hidden, into: values.pointer + block.lowerBound)
    }
  }

  /// Computes a value network's value of each row, and the gradient of half the mean squared distance from the targets.
  private func train(
    _ network: ParameterVector, inputs: Matrix, targets: FloatBuffer, into values: FloatBuffer,
    gradient: ParameterVector, _ workspace: Workspace
  ) {
    gradient.clearSums()
    let head = ValueHead(network)
    for block in blocks {
      let inputs = inputs.slice(rows: block)
      let hidden = forward(network, inputs: inputs, workspace.activations, at: 0..<block.count)
      head.train(
        hidden, targets: targets.pointer + block.lowerBound, scale: 1 / Float(batch.count),
        into: values.pointer + block.lowerBound, addingTo: gradient)
      backward(
        network, inputs: inputs, workspace.activations, at: 0..<block.count, gradient: gradient,
        isFirst: block == blocks[0], workspace)
    }
  }

  /// Computes a value network's value of each row with the proposed action, and the gradient of `scale` times their sum
  /// with respect to the actions.
  private func differentiateByAction(
    _ network: ParameterVector, into values: FloatBuffer, scale: Float, _ workspace: Workspace
  ) {
    let activations = workspace.activations
    let head = ValueHead(network)
    let first = network.kernel(ofHiddenLayer: 0)
    let actionKernel = first.slice(rows: batch.observationSize..<first.rows)
    for block in blocks {
      let hidden = forward(network, inputs: batch.proposed.slice(rows: block), activations, at: 0..<block.count)
      head.differentiate(hidden, scale: scale, into: values.pointer + block.lowerBound)
      for layer in network.shape.hiddenLayers.indices.dropFirst().reversed() {
        let outputGradient = activations.layer(layer, rows: 0..<block.count)
        let inputs = activations.layer(layer - 1, rows: 0..<block.count)
        rectifyGradient(inputGradient(network, layer: layer, outputGradient, workspace), outputs: inputs)
      }
      multiplyByRows(
        activations.layer(0, rows: 0..<block.count), actionKernel,
        into: draws.actionGradients.pointer + block.lowerBound * batch.actionSize)
    }
  }

  // MARK: Policy

  /// Draws the policy's action for each row.
  private func propose() {
    let network = state.networks.policy
    for block in blocks {
      let hidden = forward(network, inputs: observations.slice(rows: block), policyActivations, at: block)
      addBiasAndRectify(hidden, bias: network.bias(ofHiddenLayer: network.shape.hiddenLayers.count - 1))
      multiply(.plain(hidden), .plain(network.outputKernel), into: outputs.slice(rows: block))
    }
    draws.draw(rows: 0..<batch.count, outputs: outputs, bias: network.outputBias)
    for row in 0..<batch.count {
      let target = batch.proposed.row(row) + batch.observationSize
      target.update(from: draws.actions.pointer + row * batch.actionSize, count: batch.actionSize)
    }
  }

  /// Takes the gradient of the policy's loss from its actions to its weights.
  private func trainPolicy(entropyScale: Float, _ workspace: Workspace) {
    let network = state.networks.policy
    let gradient = gradients.policy
    gradient.clearSums()
    draws.differentiate(rows: 0..<batch.count, scale: entropyScale, into: outputs)
    addRows(outputs, to: gradient.outputBias)
    let last = network.shape.hiddenLayers.count - 1
    for block in blocks {
      let isFirst = block == blocks[0]
      let hidden = policyActivations.layer(last, rows: block)
      let outputGradient = outputs.slice(rows: block)
      multiply(.transposed(hidden), .plain(outputGradient), into: gradient.outputKernel, accumulating: !isFirst)
      let hiddenGradient = workspace.scratchMatrix(rows: hidden.rows, columns: hidden.columns)
      multiply(.plain(outputGradient), .transposed(network.outputKernel), into: hiddenGradient)
      rectifyGradient(hiddenGradient, outputs: hidden, addingTo: gradient.bias(ofHiddenLayer: last))
      backward(
        network, inputs: observations.slice(rows: block), policyActivations, at: block, gradient: gradient,
        isFirst: isFirst, workspace)
    }
  }

  /// The policy's outputs, and later the gradient with respect to them, a row for each row of the batch.
  private var outputs: Matrix {
    Matrix(
      pointer: policyOutputs.pointer, rows: batch.count, columns: 2 * batch.actionSize,
      stride: paddedCount(2 * batch.actionSize))
  }

  // MARK: Hidden layers

  /// Computes the hidden layers of some rows; returns the last, which has not got its bias and rectifier yet.
  private func forward(
    _ network: ParameterVector, inputs: Matrix, _ activations: HiddenActivations, at place: Range<Int>
  ) -> Matrix {
    var inputs = inputs
    for layer in network.shape.hiddenLayers.indices {
      if layer > 0 { addBiasAndRectify(inputs, bias: network.bias(ofHiddenLayer: layer - 1)) }
      let outputs = activations.layer(layer, rows: place)
      multiply(.plain(inputs), .plain(network.kernel(ofHiddenLayer: layer)), into: outputs)
      inputs = outputs
    }
    return inputs
  }

  /// Takes the gradient with respect to the last hidden layer before its rectifier, which stands in place of that layer,
  /// to the weights of all hidden layers.
  private func backward(
    _ network: ParameterVector, inputs: Matrix, _ activations: HiddenActivations, at place: Range<Int>,
    gradient: ParameterVector, isFirst: Bool, _ workspace: Workspace
  ) {
    for layer in network.shape.hiddenLayers.indices.reversed() {
      let outputGradient = activations.layer(layer, rows: place)
      let layerInputs = layer == 0 ? inputs : activations.layer(layer - 1, rows: place)
      multiply(
        .transposed(layerInputs), .plain(outputGradient), into: gradient.kernel(ofHiddenLayer: layer),
        accumulating: !isFirst)
      if layer > 0 {
        rectifyGradient(
          inputGradient(network, layer: layer, outputGradient, workspace), outputs: layerInputs,
          addingTo: gradient.bias(ofHiddenLayer: layer - 1))
      }
    }
  }

  /// The gradient with respect to a hidden layer's inputs, in the thread's scratch.
  private func inputGradient(
    _ network: ParameterVector, layer: Int, _ outputGradient: Matrix, _ workspace: Workspace
  ) -> Matrix {
    let kernel = network.kernel(ofHiddenLayer: layer)
    let result = workspace.scratchMatrix(rows: outputGradient.rows, columns: kernel.rows)
    multiply(.plain(outputGradient), .transposed(kernel), into: result)
    return result
  }
}
