/// A multilayer perceptron with hyperbolic tangents, for many rows at once.
///
/// It holds the activations of the rows last evaluated, with which `differentiate` goes back. An object is for one thread
/// at a time.
final class TanhNetwork {
  /// The weights, as they are when the network is evaluated.
  let parameters: ParameterVector
  /// The greatest number of rows.
  let capacity: Int
  private let hidden: [FloatBuffer]
  private let gradients: [FloatBuffer]
  private let results: FloatBuffer

  /// A network for at most `capacity` rows.
  init(_ parameters: ParameterVector, capacity: Int, differentiable: Bool) {
    self.parameters = parameters
    self.capacity = capacity
    let layers = parameters.shape.hiddenLayers
    hidden = layers.map { FloatBuffer(count: capacity * $0.stride) }
    gradients = differentiable ? layers.map { FloatBuffer(count: capacity * $0.stride) } : []
    results = FloatBuffer(count: capacity * paddedCount(Self.outputSize(of: parameters.shape)))
  }

  private static func outputSize(of shape: NetworkShape) -> Int {
    shape.output == .value ? 1 : shape.outputLayer.columns
  }

  private func hiddenLayer(_ index: Int, rows: Int) -> Matrix { view(hidden[index], index, rows) }

  private func view(_ buffer: FloatBuffer, _ index: Int, _ rows: Int) -> Matrix {
    let layer = parameters.shape.hiddenLayers[index]
    return Matrix(pointer: buffer.pointer, rows: rows, columns: layer.columns, stride: layer.stride)
  }

  /// Computes the outputs of some rows: of a policy a row of means each, of a value network a number each, without padding.
  ///
  /// - Parameter inputs: At most `capacity` rows.
  /// - Returns: The outputs, until the next call.
  func evaluate(_ inputs: Matrix) -> Matrix {
    precondition(inputs.rows <= capacity)
    let shape = parameters.shape
    var previous = inputs
    for index in shape.hiddenLayers.indices {
      let layer = hiddenLayer(index, rows: inputs.rows)
      multiply(.plain(previous), .plain(parameters.kernel(ofHiddenLayer: index)), into: layer)
      addBiasAndSquash(layer, bias: parameters.bias(ofHiddenLayer: index))
      previous = layer
    }
    guard shape.output != .value else {
      let output = Matrix(pointer: results.pointer, rows: inputs.rows, columns: 1, stride: 1)
      multiplyByRows(previous, parameters.outputKernel, into: output.pointer)
      for row in 0..<inputs.rows { output.pointer[row] += parameters.outputBias[0] }
      return output
    }
    let columns = shape.outputLayer.columns
    let output = Matrix(
      pointer: results.pointer, rows: inputs.rows, columns: columns, stride: paddedCount(columns))
    multiply(.plain(previous), .plain(parameters.outputKernel), into: output)
    let bias = parameters.outputBias.lanes
    for row in 0..<output.rows {
      for vector in 0..<output.stride / Lanes.count { output.row(row).lanes[vector] += bias[vector] }
    }
    return output
  }

  /// Takes the gradient of a loss with respect to the outputs of the rows last evaluated back to the parameters.
  ///
  /// - Parameters:
  ///   - outputGradient: In the form of the outputs.
  ///   - inputs: The same rows.
  ///   - gradient: Receives the gradient with respect to all weights of layers; log deviations are left alone.
  func differentiate(_ outputGradient: Matrix, inputs: Matrix, into gradient: ParameterVector) {
    let shape = parameters.shape
    let last = shape.hiddenLayers.count - 1
    var delta = view(gradients[last], last, inputs.rows)
    let lastHidden = hiddenLayer(last, rows: inputs.rows)
    if shape.output == .value {
      differentiateValue(outputGradient, lastHidden, delta, into: gradient)
    } else {
      multiply(.transposed(lastHidden), .plain(outputGradient), into: gradient.outputKernel)
      gradient.outputBias.update(repeating: 0, count: shape.outputLayer.stride)
      addRows(outputGradient, to: gradient.outputBias)
      multiply(.plain(outputGradient), .transposed(parameters.outputKernel), into: delta)
    }
    for index in shape.hiddenLayers.indices.reversed() {
      let bias = gradient.bias(ofHiddenLayer: index)
      bias.update(repeating: 0, count: shape.hiddenLayers[index].stride)
      squashGradient(delta, outputs: hiddenLayer(index, rows: inputs.rows), addingTo: bias)
      let previous = index == 0 ? inputs : hiddenLayer(index - 1, rows: inputs.rows)
      multiply(.transposed(previous), .plain(delta), into: gradient.kernel(ofHiddenLayer: index))
      guard index > 0 else { return }
      let next = view(gradients[index - 1], index - 1, inputs.rows)
      multiply(.plain(delta), .transposed(parameters.kernel(ofHiddenLayer: index)), into: next)
      delta = next
    }
  }

  /// The output layer of a value network: a scalar product for each row.
  private func differentiateValue(
    _ outputGradient: Matrix, _ lastHidden: Matrix, _ delta: Matrix, into gradient: ParameterVector
  ) {
    let vectors = lastHidden.stride / Lanes.count
    let kernel = parameters.outputKernel.pointer.lanes
    let kernelGradient = gradient.outputKernel.pointer.lanes
    for vector in 0..<vectors { kernelGradient[vector] = Lanes(repeating: 0) }
    var biasGradient: Float = 0
    for row in 0..<lastHidden.rows {
      let error = outputGradient.pointer[row]
      biasGradient += error
      let hidden = lastHidden.row(row).lanes
      let target = delta.row(row).lanes
      for vector in 0..<vectors {
        kernelGradient[vector] = kernelGradient[vector].addingProduct(hidden[vector], Lanes(repeating: error))
        target[vector] = error * kernel[vector]
      }
    }
    gradient.outputBias[0] = biasGradient
  }
}
