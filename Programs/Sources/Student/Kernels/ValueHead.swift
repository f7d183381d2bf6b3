// The last two layers of a value network but for one product: the last hidden layer's bias and rectifier, the product
// with the output's single column, and the same backwards. A row is read from memory once.

/// The variables that a value network's head uses.
struct ValueHead {
  /// The last hidden layer's bias.
  let hiddenBias: UnsafePointer<Float>
  /// The output's kernel, a single column.
  let kernel: UnsafePointer<Float>
  /// The output's bias, a single number.
  let bias: UnsafePointer<Float>

  /// The head of a value network's parameters.
  init(_ parameters: ParameterVector) {
    hiddenBias = UnsafePointer(parameters.bias(ofHiddenLayer: parameters.shape.hiddenLayers.count - 1))
    kernel = UnsafePointer(parameters.outputKernel.pointer)
    bias = UnsafePointer(parameters.outputBias)
  }

  /// The value of one row; `row` holds the last hidden layer before its bias.
  @inline(__always)
  private func value(_ row: UnsafeMutablePointer<Lanes>, vectors: Int) -> Float {
    let hiddenBias = hiddenBias.lanes
    let kernel = kernel.lanes
    var sum = Lanes(repeating: 0)
    for vector in 0..<vectors { sum = sum.addingProduct((row[vector] + hiddenBias[vector]).rectified, kernel[vector]) }
    return sum.total + bias[0]
  }

  /// Computes the value of each row of the last hidden layer, which has not got its bias yet.
  func evaluate(_ hidden: Matrix, into values: UnsafeMutablePointer<Float>) {
    for index in 0..<hidden.rows {
      values[index] = value(hidden.row(index).lanes, vectors: hidden.stride / Lanes.count)
    }
  }

  /// Computes the value of each row, and replaces the row by the gradient of `scale` times the sum of all values with
  /// respect to the hidden layer before its rectifier.
  func differentiate(_ hidden: Matrix, scale: Float, into values: UnsafeMutablePointer<Float>) {
    let vectors = hidden.stride / Lanes.count
    for index in 0..<hidden.rows {
      let row = hidden.row(index).lanes
      values[index] = value(row, vectors: vectors)
      for vector in 0..<vectors {
        let output = row[vector] + hiddenBias.lanes[vector]
        row[vector] = (scale * kernel.lanes[vector]).kept(wherePositive: output)
      }
    }
  }

  /// Computes the value of each row and takes the gradient of `scale / 2` times the sum of (value - target)^2: with
  /// respect to the hidden layer before its rectifier, which replaces the row, and with respect to the head's variables,
  /// added to `gradient`.
  func train(
    _ hidden: Matrix, targets: UnsafePointer<Float>, scale: Float, into values: UnsafeMutablePointer<Float>,
    addingTo gradient: ParameterVector
  ) {
    let vectors = hidden.stride / Lanes.count
    let hiddenBiasGradient = gradient.bias(ofHiddenLayer: gradient.shape.hiddenLayers.count - 1).lanes
    let kernelGradient = gradient.outputKernel.pointer.lanes
    var biasGradient: Float = 0
    for index in 0..<hidden.rows {
      let row = hidden.row(index).lanes
      values[index] = value(row, vectors: vectors)
      let error = (values[index] - targets[index]) * scale
      biasGradient += error
      for vector in 0..<vectors {
        let output = (row[vector] + hiddenBias.lanes[vector]).rectified
        kernelGradient[vector] = kernelGradient[vector].addingProduct(output, Lanes(repeating: error))
        let outputGradient = (error * kernel.lanes[vector]).kept(wherePositive: output)
        hiddenBiasGradient[vector] += outputGradient
        row[vector] = outputGradient
      }
    }
    gradient.outputBias[0] += biasGradient
  }
}
