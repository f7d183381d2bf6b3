/// Where the variables of a multilayer perceptron lie in one contiguous vector of parameters.
///
/// Each layer has a kernel and a bias, `output = input * kernel + bias`; each row of a kernel and each bias starts on a
/// cache line, with zeros behind it. A gradient, and each of Adam's moments, is a vector of the same shape, so what is
/// done to all parameters alike is one loop over one vector.
struct NetworkShape: Equatable, Sendable {
  /// What a network computes from its last hidden layer.
  enum Output: Equatable, Sendable {
    /// One number: a value.
    case value
    /// A mean and a raw deviation for each component of an action: two kernels side by side.
    case gaussian(actionSize: Int)
    /// A mean for each component of an action, and a log deviation that is the same for every input: a vector behind the
    /// output layer.
    case gaussianMean(actionSize: Int)
  }

  /// A dense layer's place in the vector.
  struct Layer: Equatable, Sendable {
    /// The kernel's size: inputs by outputs; but the transpose, one row, for the output of a value network.
    let rows: Int
    let columns: Int
    /// The distance between two rows of the kernel.
    let stride: Int
    /// Where the kernel starts; the bias, of `stride` floats, follows `rows * stride` later.
    let offset: Int

    fileprivate init(rows: Int, columns: Int, offset: Int) {
      self.rows = rows
      self.columns = columns
      stride = paddedCount(columns)
      self.offset = offset
    }

    /// Where the bias starts.
    var biasOffset: Int { offset + rows * stride }
  }

  /// The number of inputs.
  let inputSize: Int
  /// What the network computes.
  let output: Output
  /// The hidden layers, from the input on.
  let hiddenLayers: [Layer]
  /// The layer behind the last hidden one.
  let outputLayer: Layer
  /// Where the log deviations start that are the same for every input; what is there otherwise is the end.
  let deviationOffset: Int
  /// The length of the vector of parameters.
  let parameterCount: Int

  /// The shape of a network; all sizes are positive, and there is at least one hidden layer.
  init(inputSize: Int, hiddenSizes: [Int], output: Output) {
    self.inputSize = inputSize
    self.output = output
    var offset = 0
    func append(rows: Int, columns: Int) -> Layer {
      let layer = Layer(rows: rows, columns: columns, offset: offset)
      offset = layer.biasOffset + layer.stride
      return layer
    }
    var width = inputSize
    var layers: [Layer] = []
    for size in hiddenSizes {
      layers.append(append(rows: width, columns: size))
      width = size
    }
    hiddenLayers = layers
    outputLayer =
      switch output {
      case .value: append(rows: 1, columns: width)
      case .gaussian(let actionSize): append(rows: width, columns: 2 * actionSize)
      case .gaussianMean(let actionSize): append(rows: width, columns: actionSize)
      }
    deviationOffset = offset
    if case .gaussianMean(let actionSize) = output { offset += paddedCount(actionSize) }
    parameterCount = offset
  }
}
