import Foundation
import Testing

@testable import Student

struct SquashedGaussianTests {
  /// log pi against the density of a squashed normal number, at the u that 32 bits hold.
  @Test func logProbabilityIsThatOfTheSquashedDensity() {
    let rows = 2000
    let draws = SquashedGaussian(actionSize: 1, rowCount: rows)
    let outputs = FloatBuffer(count: rows * 16)
    let bias = FloatBuffer(count: 2)
    defer { withExtendedLifetime((outputs, bias)) {} }
    let matrix = Matrix(pointer: outputs.pointer, rows: rows, columns: 2, stride: 16)
    let means = wave(rows, phase: 0, scale: 1.5)
    // Raw deviations from -3 to 3: deviations from 2.2e-9 to 7.3.
    let raw = (0..<rows).map { Float($0) / Float(rows - 1) * 6 - 3 }
    let noise = wave(rows, phase: 1, scale: 2)
    bias.pointer[0] = 0.25
    bias.pointer[1] = -0.5
    for row in 0..<rows {
      matrix.row(row)[0] = means[row] - 0.25
      matrix.row(row)[1] = raw[row] + 0.5
      draws.noise.pointer[row] = noise[row]
    }
    draws.draw(rows: 0..<rows, outputs: matrix, bias: bias.pointer)

    var tinyCount = 0
    for row in 0..<rows {
      let logDeviation = -20 + 11 * (tanh(Double(raw[row])) + 1)
      let deviation = exp(logDeviation)
      let mean = draws.means.pointer[row]
      #expect(abs(mean - means[row]) < 1e-6)
      // u and the action as they are rounded: near an action's bounds, its last bits are much of log pi.
      let unsquashed = Double(mean + Float(deviation) * noise[row])
      let z = (unsquashed - Double(mean)) / (deviation + 1e-8)
      let action = Double(draws.actions.pointer[row])
      #expect(abs(action - tanh(unsquashed)) < 3e-6)
      let expected = -0.5 * (z * z + 2 * logDeviation + log(2 * Double.pi)) - log(1 - action * action + 1e-6)
      let isTiny = deviation < 1e-6
      tinyCount += isTiny ? 1 : 0
      let tolerance = isTiny ? 0.05 : 1e-4
      #expect(
        abs(Double(draws.logProbabilities.pointer[row]) - expected) < tolerance, "deviation \(deviation), row \(row)")
    }
    #expect(tinyCount > 100)
  }

  @Test func rowsSumTheirComponents() {
    let draws = SquashedGaussian(actionSize: 3, rowCount: 2)
    let single = SquashedGaussian(actionSize: 1, rowCount: 6)
    let outputs = FloatBuffer(count: 2 * 16)
    let singleOutputs = FloatBuffer(count: 6 * 16)
    let bias = FloatBuffer(count: 6)
    defer { withExtendedLifetime((outputs, singleOutputs, bias)) {} }
    for component in 0..<6 {
      let (mean, raw) = (Float(component) / 7 - 0.3, Float(component) / 5)
      let (row, column) = (component / 3, component % 3)
      outputs.pointer[row * 16 + column] = mean
      outputs.pointer[row * 16 + 3 + column] = raw
      singleOutputs.pointer[component * 16] = mean
      singleOutputs.pointer[component * 16 + 1] = raw
      draws.noise.pointer[component] = 0.1 * Float(component)
      single.noise.pointer[component] = 0.1 * Float(component)
    }
    draws.draw(
      rows: 0..<2, outputs: Matrix(pointer: outputs.pointer, rows: 2, columns: 6, stride: 16), bias: bias.pointer)
    single.draw(
      rows: 0..<6, outputs: Matrix(pointer: singleOutputs.pointer, rows: 6, columns: 2, stride: 16), bias: bias.pointer)
    #expect(draws.actions.first(6) == single.actions.first(6))
    let terms = single.logProbabilities.first(6)
    #expect(draws.logProbabilities.first(2) == [terms[0] + terms[1] + terms[2], terms[3] + terms[4] + terms[5]])
  }
}
