import Foundation
import Testing

@testable import Student

struct AdamTests {
  private let shape = NetworkShape(inputSize: 3, hiddenSizes: [5], output: .value)

  @Test func stepsAndAveragesFollowTheirFormulas() {
    let parameters = ParameterVector(shape: shape)
    let gradient = ParameterVector(shape: shape)
    let target = ParameterVector(shape: shape)
    let adam = Adam(shape: shape)
    let count = parameters.allValues.count
    fill(parameters, wave(count, phase: 0, scale: 1))
    fill(target, wave(count, phase: 9, scale: 1))

    var expected = parameters.allValues.map(Double.init)
    var average = target.allValues.map(Double.init)
    var first = [Double](repeating: 0, count: count)
    var second = first
    for time in 1...20 {
      // Gradients of all sizes, some of them 0.
      let values = wave(count, phase: Double(time), scale: 1).enumerated().map { index, value in
        index % 5 == 0 ? 0 : value * Float(pow(10, Double(-(index % 8))))
      }
      fill(gradient, values)
      adam.step(parameters, gradient: gradient, learningRate: 0.01, averagingInto: target, polyak: 0.9)
      let rate = 0.01 * (1 - pow(0.999, Double(time))).squareRoot() / (1 - pow(0.9, Double(time)))
      for index in 0..<count {
        let g = Double(values[index])
        first[index] = 0.9 * first[index] + 0.1 * g
        second[index] = 0.999 * second[index] + 0.001 * g * g
        expected[index] -= rate * first[index] / (second[index].squareRoot() + 1e-8)
        average[index] = 0.9 * average[index] + 0.1 * expected[index]
      }
    }
    for (value, expected) in zip(parameters.allValues, expected) { #expect(abs(Double(value) - expected) < 2e-6) }
    for (value, expected) in zip(target.allValues, average) { #expect(abs(Double(value) - expected) < 2e-6) }
  }

  @Test func bothFormsMoveTheParametersAlike() {
    let gradient = ParameterVector(shape: shape)
    fill(gradient, wave(gradient.allValues.count, phase: 3, scale: 1))
    let (plain, averaged) = (ParameterVector(shape: shape), ParameterVector(shape: shape))
    Adam(shape: shape).step(plain, gradient: gradient, learningRate: 0.1)
    Adam(shape: shape).step(
      averaged, gradient: gradient, learningRate: 0.1, averagingInto: ParameterVector(shape: shape), polyak: 0.5)
    #expect(plain.allValues == averaged.allValues)
    #expect(plain.allValues.contains { $0 != 0 })
  }

  @Test func paddingStaysZero() {
    let parameters = ParameterVector(shape: shape)
    let gradient = ParameterVector(shape: shape)
    fill(gradient, [Float](repeating: 1, count: gradient.allValues.count))
    let adam = Adam(shape: shape)
    for _ in 0..<3 { adam.step(parameters, gradient: gradient, learningRate: 0.1) }
    let nonZero = (0..<shape.parameterCount).filter { parameters.pointer[$0] != 0 }.count
    #expect(nonZero == parameters.allValues.count)
  }

  private func fill(_ vector: ParameterVector, _ values: [Float]) {
    var start = 0
    for tensor in vector.tensors {
      tensor.assign(Array(values[start..<start + tensor.count]))
      start += tensor.count
    }
  }
}
