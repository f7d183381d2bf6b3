import Foundation
import Testing

@testable import Student

/// Three updates against PyTorch in double precision, which clipped_update_figures.py ran.
@Suite struct ClippedUpdateTests {
  private struct Figures: Decodable {
    struct Step: Decodable {
      let policyLoss: Double
      let valueLoss: Double
      let clippedShare: Double
      let norm: Double
      let policyGradient: [Double]
      let valueGradient: [Double]
    }
    let steps: [Step]
    let parameters: [Double]
    let firstMoments: [Double]
    let secondMoments: [Double]
  }

  private static func figures() throws -> Figures {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "clipped_update_figures.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Figures.self, from: Data(contentsOf: file))
  }

  private static let batchSize = 6

  private static func configuration() -> ProximalPolicyOptimizationConfiguration {
    var configuration = ProximalPolicyOptimizationConfiguration()
    configuration.hiddenSizes = [7, 5]
    configuration.batchSize = batchSize
    configuration.entropyCoefficient = 0.01
    configuration.learningRate = 1e-2
    return configuration
  }

  private static func state(_ configuration: ProximalPolicyOptimizationConfiguration) -> ProximalPolicyOptimizationState
  {
    let state = ProximalPolicyOptimizationState(
      observationSize: 3, actionSize: 2, configuration, seeds: TrainingSeeds(run: 1))
    for (parameters, phase) in [(state.policy, 0.0), (state.value, 10)] {
      for (index, tensor) in parameters.tensors.enumerated() {
        if tensor.name == "log_std" {
          tensor.assign(wave(tensor.count, phase: 20, scale: 0.5))
        } else {
          let isBias = tensor.shape.count == 1
          tensor.assign(
            wave(
              tensor.count, phase: phase + Double(index / 2) + (isBias ? 0.5 : 0), scale: isBias ? 0.2 : 0.6))
        }
      }
    }
    return state
  }

  private static func fill(_ update: ClippedUpdate, step: Int) {
    let phase = Double(step)
    func rows(_ matrix: Matrix, _ values: [Float]) {
      for row in 0..<batchSize {
        for column in 0..<matrix.columns { matrix.row(row)[column] = values[row * matrix.columns + column] }
      }
    }
    rows(update.inputs, wave(batchSize * 3, phase: 40 + phase, scale: 1.5))
    rows(update.actions, wave(batchSize * 2, phase: 60 + phase, scale: 2))
    for (row, value) in wave(batchSize, phase: 70 + phase, scale: 0.5).enumerated() {
      update.oldLogProbabilities[row] = value - 3
    }
    for (row, value) in wave(batchSize, phase: 80 + phase, scale: 3).enumerated() { update.advantages[row] = value }
    for (row, value) in wave(batchSize, phase: 90 + phase, scale: 2).enumerated() { update.returns[row] = value }
  }

  private func expectClose(_ values: [Float], _ expected: [Double], within bound: Double, _ what: String) {
    #expect(values.count == expected.count, "\(what)")
    let scale = max(1, expected.map(\.magnitude).max() ?? 1)
    let worst = zip(values, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
    #expect(worst < bound * scale, "\(what): \(worst)")
  }

  private func values(_ parameters: ParameterVector) -> [Float] { parameters.tensors.flatMap(\.values) }

  @Test(arguments: [1, 2]) func threeUpdatesAgreeWithPyTorch(threadCount: Int) throws {
    let figures = try Self.figures()
    let configuration = Self.configuration()
    let state = Self.state(configuration)
    let update = ClippedUpdate(state, configuration, threadCount: threadCount)
    for (step, expected) in figures.steps.enumerated() {
      Self.fill(update, step: step)
      update.computeGradients(count: Self.batchSize)
      #expect(abs(Double(update.policyLoss) - expected.policyLoss) < 1e-5)
      #expect(abs(Double(update.valueLoss) - expected.valueLoss) < 1e-4)
      #expect(abs(Double(update.clippedShare) - expected.clippedShare) < 1e-6)
      expectClose(values(update.policyGradient), expected.policyGradient, within: 1e-5, "policy, step \(step)")
      expectClose(values(update.valueGradient), expected.valueGradient, within: 1e-5, "value, step \(step)")
      update.applyGradients()
    }
    // The figures have clipped steps and steps that are not, and gradients that are shortened.
    #expect(figures.steps.contains { $0.clippedShare > 0 && $0.clippedShare < 1 })
    #expect(figures.steps.contains { $0.norm > configuration.maxGradientNorm })
    expectClose(values(state.policy) + values(state.value), figures.parameters, within: 2e-5, "parameters")
    let optimizers = [state.policyOptimizer, state.valueOptimizer]
    expectClose(optimizers.flatMap { values($0.firstMoment) }, figures.firstMoments, within: 1e-6, "first moments")
    expectClose(optimizers.flatMap { values($0.secondMoment) }, figures.secondMoments, within: 1e-7, "second moments")
  }

  /// What is behind the last column stays 0, or padding would learn.
  @Test func paddingStaysZero() {
    let configuration = Self.configuration()
    let state = Self.state(configuration)
    let update = ClippedUpdate(state, configuration, threadCount: 1)
    for step in 0..<3 {
      Self.fill(update, step: step)
      update.computeGradients(count: Self.batchSize)
      update.applyGradients()
    }
    for parameters in [state.policy, state.value] {
      let all = (0..<parameters.shape.parameterCount).map { parameters.pointer[$0] }
      #expect(all.count { $0 != 0 } <= parameters.tensors.reduce(0) { $0 + $1.count })
    }
  }

  /// A batch that is not full has the gradients of its rows alone.
  @Test func usesTheFirstRowsOnly() {
    let configuration = Self.configuration()
    var gradients: [[Float]] = []
    for stranger: Float in [0, 100] {
      let update = ClippedUpdate(Self.state(configuration), configuration, threadCount: 1)
      Self.fill(update, step: 0)
      update.inputs.row(5)[0] = stranger
      update.computeGradients(count: 5)
      gradients.append(values(update.policyGradient) + values(update.valueGradient))
    }
    #expect(gradients[0] == gradients[1] && gradients[0].contains { $0 != 0 })
  }
}
