/// One variable of a network as others see it: a kernel (inputs by outputs) or a bias.
struct NamedTensor {
  /// The variable's name, as in "hidden.0.kernel".
  let name: String
  /// The sizes; one for a bias, two for a kernel.
  let shape: [Int]
  /// Where it lies: as many rows and columns as hold its elements in row-major order.
  fileprivate let storage: Matrix

  /// A variable of one dimension in somebody else's memory.
  init(name: String, vector: UnsafeMutablePointer<Float>, count: Int) {
    self.init(
      name: name, shape: [count], storage: Matrix(pointer: vector, rows: 1, columns: count, stride: count))
  }

  fileprivate init(name: String, shape: [Int], storage: Matrix) {
    (self.name, self.shape, self.storage) = (name, shape, storage)
  }

  /// The number of elements.
  var count: Int { storage.rows * storage.columns }

  /// The elements in row-major order.
  var values: [Float] {
    (0..<storage.rows).flatMap { UnsafeBufferPointer(start: storage.row($0), count: storage.columns) }
  }

  /// Replaces the elements, given in row-major order.
  func assign(_ values: [Float]) {
    precondition(values.count == count)
    for row in 0..<storage.rows {
      for column in 0..<storage.columns { storage.row(row)[column] = values[row * storage.columns + column] }
    }
  }
}

extension ParameterVector {
  /// All variables, from the input to the output, each layer's kernel before its bias.
  ///
  /// The output of a value network is "output"; a Gaussian policy has "mean" and "log_std". The latter is before its tanh, or
  /// the same for every input.
  var tensors: [NamedTensor] {
    let hidden = shape.hiddenLayers.enumerated().flatMap { index, layer in
      dense("hidden.\(index)", kernel(ofHiddenLayer: index), bias(ofHiddenLayer: index))
    }
    switch shape.output {
    case .value:
      return hidden + [
        NamedTensor(name: "output.kernel", shape: [outputKernel.columns, 1], storage: outputKernel),
        NamedTensor(name: "output.bias", shape: [1], storage: vector(outputBias, count: 1)),
      ]
    case .gaussian(let actionSize):
      let kernel = outputKernel
      let deviation = Matrix(
        pointer: kernel.pointer + actionSize, rows: kernel.rows, columns: actionSize, stride: kernel.stride)
      let mean = Matrix(pointer: kernel.pointer, rows: kernel.rows, columns: actionSize, stride: kernel.stride)
      return hidden + dense("mean", mean, outputBias) + dense("log_std", deviation, outputBias + actionSize)
    case .gaussianMean(let actionSize):
      return hidden + dense("mean", outputKernel, outputBias) + [
        NamedTensor(name: "log_std", shape: [actionSize], storage: vector(logDeviations, count: actionSize))
      ]
    }
  }

  private func dense(_ name: String, _ kernel: Matrix, _ bias: UnsafeMutablePointer<Float>) -> [NamedTensor] {
    [
      NamedTensor(name: "\(name).kernel", shape: [kernel.rows, kernel.columns], storage: kernel),
      NamedTensor(name: "\(name).bias", shape: [kernel.columns], storage: vector(bias, count: kernel.columns)),
    ]
  }

  private func vector(_ pointer: UnsafeMutablePointer<Float>, count: Int) -> Matrix {
    Matrix(pointer: pointer, rows: 1, columns: count, stride: count)
  }
}

extension ParameterVector {
  /// Draws every kernel uniformly in +-sqrt(6 / (inputs + outputs)) and sets the biases to 0.
  ///
  /// Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010), equation 16.
  func initialize(using stream: inout RandomStream) {
    for tensor in tensors {
      var values = [Float](repeating: 0, count: tensor.count)
      if tensor.shape.count == 2 {
        let limit = (6 / Float(tensor.shape[0] + tensor.shape[1])).squareRoot()
        values.withUnsafeMutableBufferPointer { stream.fillUniforms($0, limit: limit) }
      }
      tensor.assign(values)
    }
  }
}
