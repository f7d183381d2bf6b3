import Testing

@testable import Student

struct SoftActorCriticTests {
  @Test func theSameSeedGivesTheSameBits() throws {
    let first = try train(seed: 42)
    #expect(try train(seed: 42) == first)
    #expect(try train(seed: 43) != first)
  }

  /// A student's networks and actions after some updates.
  private func train(seed: UInt64) throws -> [UInt32] {
    let student = try SoftActorCritic(
      observationSize: 6, actionSize: 3,
      configuration: SoftActorCriticConfiguration(hiddenSizes: [40, 30], batchSize: 150), seed: seed)
    let replay = try filledReplay(count: 80)
    var actions: [Float] = []
    for _ in 0..<4 {
      student.update(from: replay)
      actions += student.action(for: wave(6, phase: 1, scale: 1), deterministic: false)
    }
    return (actions + student.networks.named.flatMap { $0.parameters.allValues }).map(\.bitPattern)
  }

  private func filledReplay(count: Int) throws -> ReplayBuffer {
    let replay = try ReplayBuffer(capacity: 100, observationSize: 6, actionSize: 3)
    for step in 0..<count {
      let phase = Double(step)
      replay.append(
        wave(6, phase: phase, scale: 1), wave(3, phase: phase, scale: 1), Float(step % 7) - 3,
        wave(6, phase: phase + 0.5, scale: 1), done: step % 10 == 0)
    }
    return replay
  }

  @Test func theCallersArithmeticStaysAsItWas() throws {
    let student = try SoftActorCritic(
      observationSize: 6, actionSize: 3,
      configuration: SoftActorCriticConfiguration(hiddenSizes: [4], batchSize: 2), seed: 0)
    student.update(from: try filledReplay(count: 3))
    // Subnormal numbers, which updates take as 0; the index hides the operands from the optimiser.
    let numbers: [Float] = [.leastNormalMagnitude, 0.5]
    #expect(numbers[student.actionSize - 3] * numbers[student.actionSize - 2] > 0)
  }

  /// On one observation with reward -(a - 0.5)^2 and nothing after it, the policy must find 0.5.
  @Test func learnsTheBestActionOfOneObservation() throws {
    let student = try SoftActorCritic(
      observationSize: 1, actionSize: 1,
      configuration: SoftActorCriticConfiguration(hiddenSizes: [32, 32], learningRate: 3e-3, batchSize: 64), seed: 1)
    let replay = try ReplayBuffer(capacity: 500, observationSize: 1, actionSize: 1)
    for step in 0..<500 {
      let action = Float(step) / 250 - 1
      replay.append([1], [action], -(action - 0.5) * (action - 0.5), [1], done: true)
    }
    let start = student.action(for: [1], deterministic: true)[0]
    for _ in 0..<1500 { student.update(from: replay) }
    #expect(abs(start - 0.5) > 0.2)
    #expect(abs(student.action(for: [1], deterministic: true)[0] - 0.5) < 0.1)
    #expect(student.losses.q1 < 1e-3)
  }

  @Test func startsWithGlorotWeightsAndTheTargetAtTheValue() throws {
    let student = try SoftActorCritic(observationSize: 24, actionSize: 4, configuration: .init(), seed: 9)
    #expect(student.networks.targetValue.allValues == student.networks.value.allValues)
    #expect(student.networks.q1.allValues != student.networks.q2.allValues)
    for (_, parameters) in student.networks.named {
      for tensor in parameters.tensors {
        guard tensor.shape.count == 2 else {
          #expect(tensor.values.allSatisfy { $0 == 0 })
          continue
        }
        let limit = (6 / Float(tensor.shape[0] + tensor.shape[1])).squareRoot()
        let largest = tensor.values.map(abs).max() ?? 0
        #expect(largest <= limit && largest > 0.97 * limit, "\(tensor.name)")
      }
    }
  }

  @Test func actionsStayWithinTheirBounds() throws {
    let student = try SoftActorCritic(
      observationSize: 2, actionSize: 1, configuration: SoftActorCriticConfiguration(hiddenSizes: [8]), seed: 0)
    for scale: Float in [0, 1, 1e3, 1e6, -1e6] {
      for isDeterministic in [false, true] {
        let action = student.action(for: [scale, -scale], deterministic: isDeterministic)[0]
        #expect((-1...1).contains(action))
      }
    }
  }

  @Test(arguments: [(0, 1), (1, 0), (-1, 1), (65537, 1), (1, 65537)])
  func refusesSizesThatCannotBe(observationSize: Int, actionSize: Int) {
    #expect(throws: ConfigurationError.self) {
      try SoftActorCritic(observationSize: observationSize, actionSize: actionSize, configuration: .init(), seed: 0)
    }
  }
}
