/// Proximal Policy Optimization in a training run: n environments play T steps each with one policy, then the networks
/// learn from all of them, `passes` times over in shuffled batches.
///
/// Observations are normalised by their running mean and deviation, rewards divided by the running deviation of the
/// discounted return; the teacher and every table see them as they are. Both statistics move behind an update: a rollout is
/// acted, valued and learnt from with the same ones. An episode that was cut off is bootstrapped with the value of its last
/// observation. Steps of episodes that are not for learning are left out of the batches.
final class ProximalPolicyOptimizationLearner: Learner {
  private let configuration: ProximalPolicyOptimizationConfiguration
  let state: ProximalPolicyOptimizationState
  private let stateAtBoundary: ProximalPolicyOptimizationState
  private let scale: ObservationScale
  private let actor: GaussianActor
  private let rollout: Rollout
  private let critic: TanhNetwork
  private let clippedUpdate: ClippedUpdate
  /// The steps that are learnt from, in the order of this pass.
  private var order: [Int32] = []
  private var updatesMade = 0
  private(set) var dueUpdateCount = 0
  private var noisePositionAtBoundary: UInt64 = 0

  /// A student that has learnt nothing.
  ///
  /// - Throws: If a setting cannot be used.
  init(
    observationSize: Int, actionSize: Int, configuration: ProximalPolicyOptimizationConfiguration, seeds: TrainingSeeds,
    threadCount: Int
  ) throws(ConfigurationError) {
    try configuration.validate()
    self.configuration = configuration
    func state() -> ProximalPolicyOptimizationState {
      ProximalPolicyOptimizationState(
        observationSize: observationSize, actionSize: actionSize, configuration, seeds: seeds)
    }
    self.state = state()
    stateAtBoundary = state()
    scale = ObservationScale(size: observationSize)
    actor = GaussianActor(
      self.state.policy, scale: scale, noise: RandomStream(seed: seeds.student, purpose: .actionNoise),
      capacity: configuration.environmentCount)
    rollout = Rollout(
      environmentCount: configuration.environmentCount, length: configuration.rolloutLength,
      observationSize: observationSize, actionSize: actionSize)
    critic = TanhNetwork(self.state.value, capacity: configuration.batchSize, differentiable: false)
    clippedUpdate = ClippedUpdate(self.state, configuration, threadCount: threadCount)
  }

  var environmentCount: Int { configuration.environmentCount }
  var randomStepCount: Int { 0 }
  var policy: any ActionPolicy { actor }

  func chooseActions(
    for observations: UnsafeBufferPointer<Float>, into actions: UnsafeMutableBufferPointer<Float>, stepCount: Int
  ) {
    if rollout.isFull { rollout.clear() }
    rollout.begin(observations, scale: scale)
    onThisThread {
      actor.draw(
        rollout.presentInputs, into: actions,
        logProbabilities: rollout.logProbabilities + rollout.stepCount * environmentCount)
    }
  }

  func observe(_ step: ObservedStep) -> Bool {
    rollout.append(step, scale: scale)
    guard rollout.isFull else { return false }
    let learningCount = rollout.areForLearning.count { $0 }
    // A batch of one step has no deviation.
    let batches = (learningCount + configuration.batchSize - 1) / configuration.batchSize
    let hasLoneStep = learningCount % configuration.batchSize == 1
    dueUpdateCount = configuration.passes * (batches - (hasLoneStep ? 1 : 0))
    if dueUpdateCount == 0 { moveStatistics() }
    return true
  }

  func update() {
    if updatesMade == 0 {
      stateAtBoundary.copy(from: state)
      prepare()
    }
    let batchesOfPass = dueUpdateCount == 0 ? 1 : (dueUpdateCount + updatesMade) / configuration.passes
    let batch = updatesMade % batchesOfPass
    if batch == 0 { shuffle() }
    let rows = order[batch * configuration.batchSize..<min((batch + 1) * configuration.batchSize, order.count)]
    gather(rows)
    clippedUpdate.computeGradients(count: rows.count)
    clippedUpdate.applyGradients()
    updatesMade += 1
    dueUpdateCount -= 1
    if dueUpdateCount == 0 {
      updatesMade = 0
      moveStatistics()
    }
  }

  // MARK: What a rollout is learnt from

  /// Computes rewards' scale, values and advantages.
  private func prepare() {
    scaleRewards()
    onThisThread { evaluate() }
    GeneralizedAdvantage.estimate(
      rewards: UnsafeBufferPointer(rollout.rewards), values: UnsafeBufferPointer(rollout.values),
      nextValues: UnsafeBufferPointer(rollout.nextValues), endings: UnsafeBufferPointer(rollout.endings),
      environmentCount: environmentCount, discount: configuration.discount, decay: configuration.advantageDecay,
      into: rollout.advantages)
    order = rollout.areForLearning.indices.filter { rollout.areForLearning[$0] }.map { Int32($0) }
  }

  /// Divides rewards by the deviation of the discounted returns, and bounds them to 10 in magnitude.
  private func scaleRewards() {
    let sums = FloatBuffer(count: rollout.count)
    for step in 0..<rollout.count {
      let environment = step % environmentCount
      state.runningReturns[environment] =
        state.runningReturns[environment] * configuration.discount + Double(rollout.rewards[step])
      sums.pointer[step] = Float(state.runningReturns[environment])
      if rollout.endings[step] != .none { state.runningReturns[environment] = 0 }
    }
    state.returns.add(sums.pointer, rows: rollout.count, stride: 1)
    let factor = Float(1 / (state.returns.variance(of: 0) + 1e-8).squareRoot())
    for step in 0..<rollout.count { rollout.rewards[step] = min(max(rollout.rewards[step] * factor, -10), 10) }
  }

  /// Computes the values of all observations, in parts of a fixed size.
  private func evaluate() {
    let rows = rollout.inputs.rows
    for start in stride(from: 0, to: rows, by: critic.capacity) {
      let part = start..<min(start + critic.capacity, rows)
      let values = critic.evaluate(rollout.inputs.slice(rows: part)).pointer
      for row in part {
        if row < rollout.count { rollout.values[row] = values[row - part.lowerBound] }
        // What a step of the time before led to, if the episode went on.
        if row >= environmentCount { rollout.nextValues[row - environmentCount] = values[row - part.lowerBound] }
      }
    }
    let input = FloatBuffer(count: rollout.inputs.stride)
    for (step, observation) in rollout.cutOffs {
      for (index, value) in observation.enumerated() { input.pointer[index] = value }
      rollout.nextValues[step] =
        critic.evaluate(
          Matrix(pointer: input.pointer, rows: 1, columns: rollout.inputs.columns, stride: rollout.inputs.stride)
        ).pointer[0]
    }
  }

  /// Fisher and Yates's shuffle.
  private func shuffle() {
    for index in stride(from: order.count - 1, to: 0, by: -1) {
      let other = state.shuffling.next().multipliedFullWidth(by: UInt64(index + 1)).high
      order.swapAt(index, Int(other))
    }
  }

  private func gather(_ rows: ArraySlice<Int32>) {
    let batch = clippedUpdate
    for (place, row) in rows.enumerated() {
      let row = Int(row)
      batch.inputs.row(place).update(from: rollout.inputs.row(row), count: rollout.inputs.stride)
      batch.actions.row(place).update(from: rollout.actions.row(row), count: rollout.actions.stride)
      batch.oldLogProbabilities[place] = rollout.logProbabilities[row]
      batch.advantages[place] = rollout.advantages[row]
      batch.returns[place] = rollout.advantages[row] + rollout.values[row]
    }
  }

  /// Takes the rollout's observations into the statistics.
  private func moveStatistics() {
    state.observations.add(
      rollout.observations.pointer, rows: rollout.count, stride: scale.size)
    scale.follow(state.observations)
  }

  // MARK: Boundaries

  func reachBoundary() { noisePositionAtBoundary = actor.noise.position }

  private var boundaryState: ProximalPolicyOptimizationState { updatesMade > 0 ? stateAtBoundary : state }

  func encode(into file: inout SafeTensors) {
    boundaryState.encode(into: &file)
    file.metadata.append(("action_noise_position", "\(noisePositionAtBoundary)"))
  }

  func restore(from file: SafeTensors) -> Bool {
    guard let position = file.metadata("action_noise_position").flatMap({ UInt64($0) }), state.restore(from: file)
    else { return false }
    actor.noise = actor.noise.moved(to: position)
    scale.follow(state.observations)
    reachBoundary()
    return true
  }

  /// What a run's file of networks holds.
  private func networkTensors(_ scale: ObservationScale, _ state: ProximalPolicyOptimizationState) -> [(
    name: String, tensor: NamedTensor
  )] { state.networkTensors + scale.tensors }

  func encodedNetworks() -> [UInt8] {
    var file = SafeTensors(metadata: [("format", "teachdrl"), ("algorithm", "proximal-policy-optimization")])
    // The scale moves behind the last update only.
    for (name, tensor) in networkTensors(scale, boundaryState) { file.add(name, tensor) }
    return file.encoded()
  }

  func restoreNetworks(from file: SafeTensors) -> Bool { file.restore(networkTensors(scale, state)) }
}
