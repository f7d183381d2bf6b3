import Testing

@testable import Student

struct NetworkShapeTests {
  @Test(arguments: [[1], [16], [17, 300], [400, 300], [5, 6, 7, 8]])
  func variablesLieApartAndOnCacheLines(hiddenSizes: [Int]) {
    for output in [NetworkShape.Output.value, .gaussian(actionSize: 9)] {
      let vector = ParameterVector(shape: NetworkShape(inputSize: 3, hiddenSizes: hiddenSizes, output: output))
      #expect(UInt(bitPattern: vector.pointer) % 64 == 0)
      for layer in vector.shape.hiddenLayers + [vector.shape.outputLayer] {
        #expect(layer.offset % 16 == 0 && layer.biasOffset % 16 == 0 && layer.stride % 16 == 0)
      }
      // A number of its own for each element, then all of them again.
      var next: Float = 1
      for tensor in vector.tensors {
        tensor.assign(
          (0..<tensor.count).map { _ in
            next += 1
            return next
          })
      }
      #expect(vector.allValues == (0..<Int(next) - 1).map { Float($0 + 2) })
      let written = (0..<vector.shape.parameterCount).filter { vector.pointer[$0] != 0 }
      #expect(written.count == Int(next) - 1)
    }
  }

  @Test func tensorsHaveTheirNamesAndShapes() {
    let policy = ParameterVector(
      shape: NetworkShape(inputSize: 24, hiddenSizes: [400, 300], output: .gaussian(actionSize: 4)))
    #expect(
      policy.tensors.map { "\($0.name) \($0.shape)" } == [
        "hidden.0.kernel [24, 400]", "hidden.0.bias [400]", "hidden.1.kernel [400, 300]", "hidden.1.bias [300]",
        "mean.kernel [300, 4]", "mean.bias [4]", "log_std.kernel [300, 4]", "log_std.bias [4]",
      ])
    let value = ParameterVector(shape: NetworkShape(inputSize: 2, hiddenSizes: [3], output: .value))
    #expect(
      value.tensors.map { "\($0.name) \($0.shape)" } == [
        "hidden.0.kernel [2, 3]", "hidden.0.bias [3]", "output.kernel [3, 1]", "output.bias [1]",
      ])
  }
}
