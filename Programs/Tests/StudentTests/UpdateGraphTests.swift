import Testing

@testable import Student

struct UpdateGraphTests {
  /// A shape of networks and batch.
  struct Case: Sendable, CustomTestStringConvertible {
    let observationSize: Int
    let actionSize: Int
    let hiddenSizes: [Int]
    let batchSize: Int

    var testDescription: String { "\(observationSize) -> \(hiddenSizes) -> \(actionSize), batch \(batchSize)" }
  }

  static let cases = [
    Case(observationSize: 3, actionSize: 2, hiddenSizes: [7, 5], batchSize: 6),
    Case(observationSize: 1, actionSize: 1, hiddenSizes: [4], batchSize: 1),
    Case(observationSize: 5, actionSize: 3, hiddenSizes: [17], batchSize: 9),
    Case(observationSize: 2, actionSize: 9, hiddenSizes: [6, 18, 5], batchSize: 17),
    // More rows than a block has.
    Case(observationSize: 4, actionSize: 2, hiddenSizes: [9, 6], batchSize: 300),
  ]

  /// Networks, moments and actions after some updates have the same bits for every number of threads.
  @Test(arguments: [2, 3, 4, 9])
  func theNumberOfThreadsChangesNothing(threadCount: Int) throws {
    #expect(try train(threadCount: threadCount) == train(threadCount: 1))
  }

  private func train(threadCount: Int) throws -> [UInt8] {
    let student = try SoftActorCritic(
      observationSize: 7, actionSize: 3,
      configuration: SoftActorCriticConfiguration(hiddenSizes: [70, 50], batchSize: 301), seed: 4,
      threadCount: threadCount)
    let replay = try ReplayBuffer(capacity: 200, observationSize: 7, actionSize: 3)
    for step in 0..<200 {
      let phase = Double(step)
      replay.append(
        wave(7, phase: phase, scale: 1), wave(3, phase: phase, scale: 1), Float(step % 7) - 3,
        wave(7, phase: phase + 1, scale: 1), done: step % 10 == 0)
    }
    for _ in 0..<30 { student.update(from: replay) }
    var file = SafeTensors(metadata: [])
    student.state.encode(into: &file)
    return file.encoded()
  }

  @Test(arguments: cases)
  func gradientsAgreeWithFiniteDifferences(_ shape: Case) throws {
    let (student, reference) = try makeStudent(shape)
    let before = student.networks.named.flatMap { $0.parameters.allValues }
    student.computeGradients()
    #expect(student.networks.named.flatMap { $0.parameters.allValues } == before)

    let qTargets = reference.qTargets
    let valueTargets = reference.valueTargets
    let losses = reference.losses(qTargets: qTargets, valueTargets: valueTargets)
    #expect(abs(student.losses.policy - losses.policy) < 1e-5)
    #expect(abs(student.losses.q1 - losses.q1) < 1e-5)
    #expect(abs(student.losses.q2 - losses.q2) < 1e-5)
    #expect(abs(student.losses.value - losses.value) < 1e-5)

    /// Compares a gradient with central differences, in every third component and more where there are few.
    func check(
      _ name: String, _ network: WritableKeyPath<ReferenceLosses, ReferenceLosses.Network>, _ gradient: ParameterVector,
      loss: (ReferenceLosses) -> Double
    ) {
      for (variable, tensor) in gradient.tensors.enumerated() {
        for (index, value) in tensor.values.enumerated() where tensor.count < 30 || index % 7 == 0 {
          let step = 1e-5
          var (low, high) = (reference, reference)
          low[keyPath: network][variable][index] -= step
          high[keyPath: network][variable][index] += step
          let difference = (loss(high) - loss(low)) / (2 * step)
          #expect(
            abs(Double(value) - difference) < 2e-5 * max(1, abs(difference)),
            "\(name).\(tensor.name)[\(index)]: \(value), not \(difference)")
        }
      }
    }
    let gradients = student.graph.gradients
    check("policy", \.policy, gradients.policy) { $0.losses(qTargets: qTargets, valueTargets: valueTargets).policy }
    check("q1", \.q1, gradients.q1) { $0.losses(qTargets: qTargets, valueTargets: valueTargets).q1 }
    check("q2", \.q2, gradients.q2) { $0.losses(qTargets: qTargets, valueTargets: valueTargets).q2 }
    check("value", \.value, gradients.value) { $0.losses(qTargets: qTargets, valueTargets: valueTargets).value }
  }

  /// The published sizes have too many weights for a difference each: all move at once, in a direction at random.
  @Test func gradientsAgreeInADirectionAtThePublishedSizes() throws {
    let published = SoftActorCriticConfiguration()
    let (student, reference) = try makeStudent(
      Case(observationSize: 24, actionSize: 4, hiddenSizes: published.hiddenSizes, batchSize: published.batchSize))
    student.computeGradients()
    let (qTargets, valueTargets) = (reference.qTargets, reference.valueTargets)
    var stream = RandomStream(seed: 3, purpose: .initialWeights)
    // Small, so that few rectifiers come to their kinks.
    let step = 1e-8

    /// Moves a network both ways; returns the change that its gradient foretells.
    func move(
      _ network: WritableKeyPath<ReferenceLosses, ReferenceLosses.Network>, _ gradient: ParameterVector,
      _ low: inout ReferenceLosses, _ high: inout ReferenceLosses
    ) -> Double {
      var foretold = 0.0
      for (variable, tensor) in gradient.tensors.enumerated() {
        var direction = [Float](repeating: 0, count: tensor.count)
        direction.withUnsafeMutableBufferPointer { stream.fillUniforms($0, limit: 1) }
        for (index, value) in tensor.values.enumerated() {
          low[keyPath: network][variable][index] -= step * Double(direction[index])
          high[keyPath: network][variable][index] += step * Double(direction[index])
          foretold += Double(value) * Double(direction[index])
        }
      }
      return foretold
    }

    let gradients = student.graph.gradients
    var (low, high) = (reference, reference)
    let foretold = (
      q1: move(\.q1, gradients.q1, &low, &high), q2: move(\.q2, gradients.q2, &low, &high),
      value: move(\.value, gradients.value, &low, &high)
    )
    let below = low.losses(qTargets: qTargets, valueTargets: valueTargets)
    let above = high.losses(qTargets: qTargets, valueTargets: valueTargets)
    (low, high) = (reference, reference)
    let foretoldPolicy = move(\.policy, gradients.policy, &low, &high)
    let policy = (
      below: low.losses(qTargets: qTargets, valueTargets: valueTargets).policy,
      above: high.losses(qTargets: qTargets, valueTargets: valueTargets).policy
    )
    for (foretold, below, above) in [
      (foretold.q1, below.q1, above.q1), (foretold.q2, below.q2, above.q2), (foretold.value, below.value, above.value),
      (foretoldPolicy, policy.below, policy.above),
    ] {
      let difference = (above - below) / (2 * step)
      #expect(abs(foretold - difference) < 1e-3 * max(1, abs(difference)), "\(foretold), not \(difference)")
    }
  }

  /// A student with networks at random, but with deviations of about 0.3 and so with actions that stay away from their
  /// bounds, where 32 bits hold little of log pi; and the same in double precision.
  private func makeStudent(_ shape: Case) throws -> (SoftActorCritic, ReferenceLosses) {
    let student = try SoftActorCritic(
      observationSize: shape.observationSize, actionSize: shape.actionSize,
      configuration: SoftActorCriticConfiguration(
        hiddenSizes: shape.hiddenSizes, entropyCoefficient: 0.2, batchSize: shape.batchSize),
      seed: 5)
    // No bias of 0: where all inputs of a layer are 0, its rectifiers would stand at their kink.
    for tensor in student.networks.named.flatMap(\.parameters.tensors) where tensor.shape.count == 1 {
      tensor.assign(wave(tensor.count, phase: Double(tensor.count), scale: 0.2))
    }
    for tensor in student.networks.policy.tensors {
      switch tensor.name {
      case "log_std.bias": tensor.assign([Float](repeating: 0.9, count: tensor.count))
      case "log_std.kernel": tensor.assign(tensor.values.map { 0.05 * $0 })
      case "mean.kernel": tensor.assign(tensor.values.map { 0.5 * $0 })
      default: break
      }
    }
    for tensor in student.networks.targetValue.tensors { tensor.assign(tensor.values.map { 0.8 * $0 + 0.01 }) }
    let (o, a, n) = (shape.observationSize, shape.actionSize, shape.batchSize)
    let observations = wave(n * o, phase: 1, scale: 1.5)
    let nextObservations = wave(n * o, phase: 2, scale: 1.5)
    let actions = wave(n * a, phase: 3, scale: 1)
    let noise = wave(n * a, phase: 4, scale: 1.5)
    let rewards = wave(n, phase: 5, scale: 2)
    let ends: [Float] = (0..<n).map { $0 % 4 == 1 ? 1 : 0 }
    try student.setBatch(
      observations: observations, actions: actions, rewards: rewards, nextObservations: nextObservations, ends: ends,
      noise: noise)

    func row(_ values: [Float], _ index: Int, _ size: Int) -> [Double] {
      values[index * size..<(index + 1) * size].map(Double.init)
    }
    func variables(_ network: ParameterVector) -> ReferenceLosses.Network {
      network.tensors.map { $0.values.map(Double.init) }
    }
    let networks = student.networks
    let reference = ReferenceLosses(
      policy: variables(networks.policy), q1: variables(networks.q1), q2: variables(networks.q2),
      value: variables(networks.value), target: variables(networks.targetValue),
      rows: (0..<n).map { index in
        ReferenceLosses.Row(
          observation: row(observations, index, o), action: row(actions, index, a), reward: Double(rewards[index]),
          nextObservation: row(nextObservations, index, o), end: Double(ends[index]), noise: row(noise, index, a))
      },
      configuration: student.configuration)
    return (student, reference)
  }
}
