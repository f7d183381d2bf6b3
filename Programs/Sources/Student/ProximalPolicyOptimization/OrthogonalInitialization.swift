extension ParameterVector {
  /// Draws every kernel orthogonal, and sets the biases to 0: columns, or rows if there are fewer of them, are at right
  /// angles to one another and of length `gain`.
  ///
  /// Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks"
  /// (2014).
  ///
  /// - Parameters:
  ///   - hiddenGain: The length in hidden layers.
  ///   - outputGain: The length in the output layer.
  func initializeOrthogonally(hiddenGain: Double, outputGain: Double, using stream: inout RandomStream) {
    for tensor in tensors {
      var values = [Float](repeating: 0, count: tensor.count)
      if tensor.shape.count == 2 {
        let gain = tensor.name.hasPrefix("hidden") ? hiddenGain : outputGain
        let (rows, columns) = (tensor.shape[0], tensor.shape[1])
        let vectors = orthonormalVectors(
          count: min(rows, columns), dimension: max(rows, columns), using: &stream)
        for row in 0..<rows {
          for column in 0..<columns {
            let component = rows >= columns ? vectors[column][row] : vectors[row][column]
            values[row * columns + column] = Float(gain * component)
          }
        }
      }
      tensor.assign(values)
    }
  }
}

/// Unit vectors at right angles to one another, uniform in direction: normal draws, orthogonalised one after the other
/// (modified Gram-Schmidt, twice, which leaves no more than rounding).
private func orthonormalVectors(count: Int, dimension: Int, using stream: inout RandomStream) -> [[Double]] {
  var vectors: [[Double]] = []
  let buffer = FloatBuffer(count: dimension)
  while vectors.count < count {
    stream.fillNormals(buffer, count: dimension)
    var vector = (0..<dimension).map { Double(buffer.pointer[$0]) }
    for _ in 0..<2 {
      for other in vectors {
        let product = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
        for index in vector.indices { vector[index] -= product * other[index] }
      }
    }
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    // A draw that lies in the span of the others, which rounding alone could bring about, is drawn again.
    guard length > 1e-3 else { continue }
    vectors.append(vector.map { $0 / length })
  }
  return vectors
}
