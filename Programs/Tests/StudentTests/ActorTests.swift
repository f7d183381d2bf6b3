import Foundation
import Testing

@testable import Student

struct ActorTests {
  @Test(arguments: [([400, 300], 24, 4), ([5], 1, 1), ([33, 18, 7], 34, 20)])
  func actionsAreThoseOfTheBatch(hiddenSizes: [Int], observationSize: Int, actionSize: Int) throws {
    let batchSize = 20
    let student = try SoftActorCritic(
      observationSize: observationSize, actionSize: actionSize,
      configuration: SoftActorCriticConfiguration(hiddenSizes: hiddenSizes, batchSize: batchSize), seed: 3)
    for tensor in student.networks.policy.tensors where tensor.shape.count == 1 {
      tensor.assign(wave(tensor.count, phase: 7, scale: 0.5))
    }
    let observations = wave(batchSize * observationSize, phase: 1, scale: 1)
    // A student of the same seed draws the same noise for its actions.
    var stream = RandomStream(seed: 3, purpose: .actionNoise)
    let noise = FloatBuffer(count: actionSize)
    var allNoise: [Float] = []
    for _ in 0..<batchSize {
      stream.fillNormals(noise, count: actionSize)
      allNoise += noise.first(actionSize)
    }
    try student.setBatch(
      observations: observations, actions: [Float](repeating: 0, count: batchSize * actionSize),
      rewards: [Float](repeating: 0, count: batchSize), nextObservations: observations,
      ends: [Float](repeating: 0, count: batchSize), noise: allNoise)
    student.computeGradients()
    let expected = student.draws.actions.first(batchSize * actionSize)
    let means = student.draws.means.first(batchSize * actionSize)
    for row in 0..<batchSize {
      let observation = Array(observations[row * observationSize..<(row + 1) * observationSize])
      let drawn = student.action(for: observation, deterministic: false)
      let mean = student.action(for: observation, deterministic: true)
      for component in 0..<actionSize {
        let index = row * actionSize + component
        #expect(abs(drawn[component] - expected[index]) < 1e-5)
        #expect(abs(Double(mean[component]) - tanh(Double(means[index]))) < 1e-5)
      }
    }
  }
}
