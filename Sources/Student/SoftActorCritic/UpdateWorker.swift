/// Computes the gradients of an update over some rows of a batch.
///
/// A row depends on no other, so that workers with disjoint rows, each with gradients of its own, could work side by
/// side. A worker takes a network's rows in blocks: the layers of a block stay in the core's cache from the product that
/// writes them to the last one that reads them.
final class UpdateWorker {
  /// The most rows in a block: two hidden layers of the published sizes, a network's weights and its gradient are then
  /// about 1.5 MB.
  private static let blockSize = 128

  /// The rows of the batch that are this worker's; the first is a multiple of sixteen.
  let rows: Range<Int>
  /// The gradients, summed over the rows.
  let gradients: UpdateGradients
  private let networks: ActorCriticNetworks
  private let batch: TransitionBatch
  private let draws: SquashedGaussian
  private let results: UpdateRows
  private let blocks: [Range<Int>]
  /// The hidden layers of a value network for one block.
  private let activations: HiddenActivations
  /// The policy's hidden layers for all rows: between its way forward and back lie the other networks.
  private let policyActivations: HiddenActivations
  private let policyOutputs: FloatBuffer
  /// The gradient with respect to a layer's outputs for one block.
  private let scratch: FloatBuffer

  /// A worker for given rows of a batch, which reads and writes its rows of `draws` and `results`.
  init(
    rows: Range<Int>, networks: ActorCriticNetworks, batch: TransitionBatch, draws: SquashedGaussian,
    results: UpdateRows
  ) {
    self.rows = rows
    self.networks = networks
    self.batch = batch
    self.draws = draws
    self.results = results
    gradients = UpdateGradients(networks)
    blocks = stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockSize).map {
      $0..<min($0 + Self.blockSize, rows.upperBound)
    }
    let hiddenSizes = networks.value.shape.hiddenLayers.map(\.columns)
    activations = HiddenActivations(hiddenSizes: hiddenSizes, capacity: Self.blockSize)
    policyActivations = HiddenActivations(hiddenSizes: hiddenSizes, capacity: rows.count)
    policyOutputs = FloatBuffer(count: rows.count * paddedCount(2 * batch.actionSize))
    scratch = FloatBuffer(count: Self.blockSize * (hiddenSizes.map(paddedCount).max() ?? 0))
  }

  /// Computes the gradients of all four losses at the networks' present weights.
  func computeGradients(discount: Float, entropyCoefficient: Float) {
    gradients.clear()
    let results = results
    let scale = 1 / Float(batch.count)

    evaluate(networks.targetValue, inputs: batch.next, into: results.nextValues)
    for row in rows {
      let following = discount * (1 - batch.ends.pointer[row]) * results.nextValues.pointer[row]
      results.qTargets.pointer[row] = batch.rewards.pointer[row] + following
    }
    train(networks.q1, inputs: batch.taken, targets: results.qTargets, into: results.q1, gradient: gradients.q1)
    train(networks.q2, inputs: batch.taken, targets: results.qTargets, into: results.q2, gradient: gradients.q2)

    propose()
    differentiateByAction(networks.q1, into: results.proposedQ1, scale: -scale)
    evaluate(networks.q2, inputs: batch.proposed, into: results.proposedQ2)
    for row in rows {
      let value = min(results.proposedQ1.pointer[row], results.proposedQ2.pointer[row])
      results.valueTargets.pointer[row] = value - entropyCoefficient * draws.logProbabilities.pointer[row]
    }
    train(
      networks.value, inputs: observations, targets: results.valueTargets, into: results.values,
      gradient: gradients.value)
    trainPolicy(entropyScale: entropyCoefficient * scale)
  }

  /// The batch's observations, which are the first columns of `taken`.
  private var observations: Matrix { batch.taken.slice(rows: 0..<batch.count, columns: batch.observationSize) }

  // MARK: Value networks

  /// Computes a value network's value of each row.
  private func evaluate(_ network: ParameterVector, inputs: Matrix, into values: FloatBuffer) {
    let head = ValueHead(network)
    for block in blocks {
      let hidden = forward(network, inputs: inputs.slice(rows: block), activations, at: 0..<block.count)
      head.evaluate(hidden, into: values.pointer + block.lowerBound)
    }
  }

  /// Computes a value network's value of each row, and the gradient of half the mean squared distance from the targets.
  private func train(
    _ network: ParameterVector, inputs: Matrix, targets: FloatBuffer, into values: FloatBuffer,
    gradient: ParameterVector
  ) {
    let head = ValueHead(network)
    for block in blocks {
      let inputs = inputs.slice(rows: block)
      let hidden = forward(network, inputs: inputs, activations, at: 0..<block.count)
      head.train(
        hidden, targets: targets.pointer + block.lowerBound, scale: 1 / Float(batch.count),
        into: values.pointer + block.lowerBound, addingTo: gradient)
      backward(
        network, inputs: inputs, activations, at: 0..<block.count, gradient: gradient, isFirst: block == blocks[0])
    }
  }

  /// Computes a value network's value of each row with the proposed action, and the gradient of `scale` times their sum
  /// with respect to the actions.
  private func differentiateByAction(_ network: ParameterVector, into values: FloatBuffer, scale: Float) {
    let head = ValueHead(network)
    let first = network.kernel(ofHiddenLayer: 0)
    let actionKernel = first.slice(rows: batch.observationSize..<first.rows)
    for block in blocks {
      let hidden = forward(network, inputs: batch.proposed.slice(rows: block), activations, at: 0..<block.count)
      head.differentiate(hidden, scale: scale, into: values.pointer + block.lowerBound)
      for layer in network.shape.hiddenLayers.indices.dropFirst().reversed() {
        let outputGradient = activations.layer(layer, rows: 0..<block.count)
        let inputs = activations.layer(layer - 1, rows: 0..<block.count)
        rectifyGradient(inputGradient(network, layer: layer, outputGradient), outputs: inputs)
      }
      multiplyByRows(
        activations.layer(0, rows: 0..<block.count), actionKernel,
        into: draws.actionGradients.pointer + block.lowerBound * batch.actionSize)
    }
  }

  // MARK: Policy

  /// Draws the policy's action for each row.
  private func propose() {
    let network = networks.policy
    for block in blocks {
      let local = block.lowerBound - rows.lowerBound..<block.upperBound - rows.lowerBound
      let hidden = forward(network, inputs: observations.slice(rows: block), policyActivations, at: local)
      addBiasAndRectify(hidden, bias: network.bias(ofHiddenLayer: network.shape.hiddenLayers.count - 1))
      multiply(.plain(hidden), .plain(network.outputKernel), into: outputs.slice(rows: local))
    }
    draws.draw(rows: rows, outputs: outputs, bias: network.outputBias)
    for row in rows {
      let target = batch.proposed.row(row) + batch.observationSize
      target.update(from: draws.actions.pointer + row * batch.actionSize, count: batch.actionSize)
    }
  }

  /// Takes the gradient of the policy's loss from its actions to its weights.
  private func trainPolicy(entropyScale: Float) {
    let network = networks.policy
    let gradient = gradients.policy
    draws.differentiate(rows: rows, scale: entropyScale, into: outputs)
    addRows(outputs, to: gradient.outputBias)
    let last = network.shape.hiddenLayers.count - 1
    for block in blocks {
      let local = block.lowerBound - rows.lowerBound..<block.upperBound - rows.lowerBound
      let isFirst = block == blocks[0]
      let hidden = policyActivations.layer(last, rows: local)
      let outputGradient = outputs.slice(rows: local)
      multiply(.transposed(hidden), .plain(outputGradient), into: gradient.outputKernel, accumulating: !isFirst)
      let hiddenGradient = scratchMatrix(rows: hidden.rows, columns: hidden.columns)
      multiply(.plain(outputGradient), .transposed(network.outputKernel), into: hiddenGradient)
      rectifyGradient(hiddenGradient, outputs: hidden, addingTo: gradient.bias(ofHiddenLayer: last))
      backward(
        network, inputs: observations.slice(rows: block), policyActivations, at: local, gradient: gradient,
        isFirst: isFirst)
    }
  }

  /// The policy's outputs, and later the gradient with respect to them, a row for each row of this worker.
  private var outputs: Matrix {
    Matrix(
      pointer: policyOutputs.pointer, rows: rows.count, columns: 2 * batch.actionSize,
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
    gradient: ParameterVector, isFirst: Bool
  ) {
    for layer in network.shape.hiddenLayers.indices.reversed() {
      let outputGradient = activations.layer(layer, rows: place)
      let layerInputs = layer == 0 ? inputs : activations.layer(layer - 1, rows: place)
      multiply(
        .transposed(layerInputs), .plain(outputGradient), into: gradient.kernel(ofHiddenLayer: layer),
        accumulating: !isFirst)
      if layer > 0 {
        rectifyGradient(
          inputGradient(network, layer: layer, outputGradient), outputs: layerInputs,
          addingTo: gradient.bias(ofHiddenLayer: layer - 1))
      }
    }
  }

  /// The gradient with respect to a hidden layer's inputs, in `scratch`.
  private func inputGradient(_ network: ParameterVector, layer: Int, _ outputGradient: Matrix) -> Matrix {
    let kernel = network.kernel(ofHiddenLayer: layer)
    let result = scratchMatrix(rows: outputGradient.rows, columns: kernel.rows)
    multiply(.plain(outputGradient), .transposed(kernel), into: result)
    return result
  }

  private func scratchMatrix(rows: Int, columns: Int) -> Matrix {
    Matrix(pointer: scratch.pointer, rows: rows, columns: columns, stride: paddedCount(columns))
  }
}
