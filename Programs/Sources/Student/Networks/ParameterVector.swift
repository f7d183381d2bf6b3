/// A vector of a network's shape: its parameters, or a gradient, or one of Adam's moments.
final class ParameterVector {
  /// Where the variables lie.
  let shape: NetworkShape
  private let buffer: FloatBuffer

  /// A vector of zeros.
  init(shape: NetworkShape) {
    self.shape = shape
    buffer = FloatBuffer(count: shape.parameterCount)
  }

  /// The first float.
  var pointer: UnsafeMutablePointer<Float> { buffer.pointer }

  /// The kernel of a hidden layer.
  func kernel(ofHiddenLayer index: Int) -> Matrix { kernel(of: shape.hiddenLayers[index]) }

  /// The bias of a hidden layer.
  func bias(ofHiddenLayer index: Int) -> UnsafeMutablePointer<Float> {
    pointer + shape.hiddenLayers[index].biasOffset
  }

  /// The kernel of the output layer: one row for a value network.
  var outputKernel: Matrix { kernel(of: shape.outputLayer) }

  /// The bias of the output layer: one number for a value network.
  var outputBias: UnsafeMutablePointer<Float> { pointer + shape.outputLayer.biasOffset }

  /// The log deviations that are the same for every input.
  var logDeviations: UnsafeMutablePointer<Float> { pointer + shape.deviationOffset }

  /// Copies a vector of the same shape.
  func copy(from other: ParameterVector) { buffer.copy(from: other.buffer) }

  /// Sets all biases to 0, and the output's kernel too if it is a single row: what a pass over a batch only adds to. The
  /// other kernels of a gradient are overwritten by the first product that goes into them.
  func clearSums() {
    for layer in shape.hiddenLayers { clear(from: layer.biasOffset, count: layer.stride) }
    let output = shape.outputLayer
    clear(from: output.biasOffset, count: output.stride)
    if shape.output == .value { clear(from: output.offset, count: output.stride) }
  }

  private func clear(from offset: Int, count: Int) { (pointer + offset).update(repeating: 0, count: count) }

  private func kernel(of layer: NetworkShape.Layer) -> Matrix {
    Matrix(pointer: pointer + layer.offset, rows: layer.rows, columns: layer.columns, stride: layer.stride)
  }
}
