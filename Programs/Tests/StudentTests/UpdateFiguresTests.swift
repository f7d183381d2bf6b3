import Foundation
import Testing

@testable import Student

/// Three updates against an implementation in NumPy, update_figures.py, which made the figures.
struct UpdateFiguresTests {
  private let batchSize = 6

  @Test(arguments: [1, 2, 4])
  func threeUpdatesAgreeWithDoublePrecision(threadCount: Int) throws {
    let student = try SoftActorCritic(
      observationSize: 3, actionSize: 2,
      configuration: SoftActorCriticConfiguration(
        hiddenSizes: [7, 5], discount: 0.97, entropyCoefficient: 0.1, learningRate: 1e-2, polyak: 0.9,
        batchSize: batchSize),
      seed: 0, threadCount: threadCount)
    let networks = student.networks
    for (parameters, phase) in [
      (networks.policy, 0.0), (networks.q1, 10), (networks.q2, 20), (networks.value, 30), (networks.targetValue, 30),
    ] {
      for (index, tensor) in parameters.tensors.enumerated() {
        let isBias = tensor.shape.count == 1
        var values = wave(
          tensor.count, phase: phase + Double(index / 2) + (isBias ? 0.5 : 0), scale: isBias ? 0.2 : 0.6)
        if tensor.name == "log_std.bias" { values = values.map { $0 + 1 } }
        tensor.assign(values)
      }
    }

    let expectedLosses = [
      [0.0859130983, 1.23542873, 1.02811103, 0.389020286], [-0.149540256, 1.33278061, 1.42224882, 0.201405221],
      [-0.290667014, 0.781981887, 0.789886523, 0.0999385772],
    ]
    let expectedLogProbabilities: [Double] = [-0.766203115, 0.165155682, 1.83047089]
    for step in 0..<3 {
      let phase = Double(step)
      try student.setBatch(
        observations: wave(batchSize * 3, phase: 40 + phase, scale: 1.5),
        actions: wave(batchSize * 2, phase: 60 + phase, scale: 1),
        rewards: wave(batchSize, phase: 70 + phase, scale: 2),
        nextObservations: wave(batchSize * 3, phase: 50 + phase, scale: 1.5),
        ends: (0..<batchSize).map { $0 == step ? 1 : 0 },
        noise: wave(batchSize * 2, phase: 80 + phase, scale: 1.2))
      student.computeGradients()
      student.applyGradients()
      let losses = student.losses
      for (loss, expected) in zip([losses.policy, losses.q1, losses.q2, losses.value], expectedLosses[step]) {
        #expect(abs(loss - expected) < 1e-5)
      }
      #expect(abs(Double(student.draws.logProbabilities.pointer[0]) - expectedLogProbabilities[step]) < 1e-5)
    }

    let expectedChecksums = [
      (2.09431613, -1.99612773), (-0.219351456, 0.057037624), (-0.288945041, -0.246362851),
      (0.224513101, -0.876924008), (0.56371774, -0.798070015),
    ]
    for ((_, parameters), expected) in zip(networks.named, expectedChecksums) {
      let values = parameters.allValues.map(Double.init)
      let weighted = values.enumerated().reduce(0) { $0 + $1.element * cos(Double($1.offset)) }
      #expect(abs(values.reduce(0, +) - expected.0) < 1e-4)
      #expect(abs(weighted - expected.1) < 1e-4)
    }
  }
}
