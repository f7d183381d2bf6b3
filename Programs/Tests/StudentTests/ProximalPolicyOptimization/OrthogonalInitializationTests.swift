import Testing

@testable import Student

@Suite struct OrthogonalInitializationTests {
  @Test(arguments: [(24, [40, 16], 4), (3, [5], 7)]) func kernelsAreOrthogonal(inputs: Int, hidden: [Int], outputs: Int)
  {
    let parameters = ParameterVector(
      shape: NetworkShape(inputSize: inputs, hiddenSizes: hidden, output: .gaussianMean(actionSize: outputs)))
    var stream = RandomStream(seed: 3, purpose: .initialWeights)
    parameters.initializeOrthogonally(hiddenGain: 2.0.squareRoot(), outputGain: 0.01, using: &stream)
    for tensor in parameters.tensors {
      let values = tensor.values.map(Double.init)
      guard tensor.shape.count == 2 else {
        #expect(values.allSatisfy { $0 == 0 })
        continue
      }
      let (rows, columns) = (tensor.shape[0], tensor.shape[1])
      let square = tensor.name.hasPrefix("hidden") ? 2 : 0.0001
      let isTall = rows >= columns
      func component(_ vector: Int, _ index: Int) -> Double {
        isTall ? values[index * columns + vector] : values[vector * columns + index]
      }
      for first in 0..<min(rows, columns) {
        for second in 0..<min(rows, columns) {
          let product = (0..<max(rows, columns)).reduce(0) { $0 + component(first, $1) * component(second, $1) }
          #expect(abs(product - (first == second ? square : 0)) < 1e-6 * square)
        }
      }
    }
  }

  @Test func seedsDiffer() {
    func kernel(_ seed: UInt64) -> [Float] {
      let parameters = ParameterVector(shape: NetworkShape(inputSize: 3, hiddenSizes: [4], output: .value))
      var stream = RandomStream(seed: seed, purpose: .initialWeights)
      parameters.initializeOrthogonally(hiddenGain: 1, outputGain: 1, using: &stream)
      return parameters.tensors[0].values
    }
    #expect(kernel(1) == kernel(1) && kernel(1) != kernel(2))
  }
}
