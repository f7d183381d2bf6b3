/// Soft Actor-Critic in a training run: it plays one environment, keeps its steps in a replay buffer, and learns from that
/// at the end of each episode.
///
/// An episode of n steps is followed by ceil(n / `stepsPerUpdate`) updates. An episode that is not for learning is not
/// kept, and no updates follow. Actions are random up to step `startSteps`, and then the policy's.
final class SoftActorCriticLearner: Learner {
  let student: SoftActorCritic
  private let configuration: SoftActorCriticConfiguration
  private let replayLog: ReplayLog
  private var randomActions: SplitMix64
  private var episodeLength = 0
  private var updatesMade = 0
  private(set) var dueUpdateCount = 0

  /// The networks as they were at the boundary, while updates change the real ones.
  private let stateAtBoundary: SoftActorCriticState
  private var randomActionsAtBoundary: UInt64
  private var noisePositionAtBoundary: UInt64

  /// A student that has learnt nothing.
  ///
  /// - Throws: If a size is not positive or a setting cannot be used.
  init(
    observationSize: Int, actionSize: Int, configuration: SoftActorCriticConfiguration, seeds: TrainingSeeds,
    threadCount: Int
  ) throws(ConfigurationError) {
    self.configuration = configuration
    student = try SoftActorCritic(
      observationSize: observationSize, actionSize: actionSize, configuration: configuration, seed: seeds.student,
      threadCount: threadCount)
    stateAtBoundary = SoftActorCriticState(
      observationSize: observationSize, actionSize: actionSize, hiddenSizes: configuration.hiddenSizes,
      seed: seeds.student)
    replayLog = ReplayLog(
      capacity: configuration.replayCapacity, observationSize: observationSize, actionSize: actionSize)
    randomActions = SplitMix64(state: seeds.randomActions)
    randomActionsAtBoundary = seeds.randomActions
    noisePositionAtBoundary = student.actionNoisePosition
  }

  var environmentCount: Int { 1 }
  var randomStepCount: Int { configuration.randomStepCount }
  var policy: any ActionPolicy { student.actor }
  var log: (any LearnerLog)? { replayLog }

  func chooseActions(
    for observations: UnsafeBufferPointer<Float>, into actions: UnsafeMutableBufferPointer<Float>, stepCount: Int
  ) {
    if stepCount < randomStepCount {
      for index in actions.indices { actions[index] = Float.random(in: -1...1, using: &randomActions) }
    } else {
      student.act(observation: observations, into: actions, deterministic: false)
    }
  }

  func observe(_ step: ObservedStep) -> Bool {
    let isForLearning = step.areForLearning[0]
    if isForLearning {
      replayLog.append(
        observation: step.observations, action: step.actions, reward: Float(step.rewards[0]),
        nextObservation: step.nextObservations, done: step.endings[0] == .terminated)
    }
    episodeLength += 1
    guard step.endings[0] != .none else { return false }
    dueUpdateCount = isForLearning ? configuration.updateCount(episodeLength: episodeLength) : 0
    episodeLength = 0
    return true
  }

  func update() {
    if updatesMade == 0 { stateAtBoundary.copy(from: student.state) }
    student.update(from: replayLog.replay)
    dueUpdateCount -= 1
    updatesMade = dueUpdateCount == 0 ? 0 : updatesMade + 1
  }

  func reachBoundary() {
    randomActionsAtBoundary = randomActions.state
    noisePositionAtBoundary = student.actionNoisePosition
    replayLog.reachBoundary()
  }

  /// The networks and the optimisers at the last boundary. Only updates change them.
  private var boundaryState: SoftActorCriticState { updatesMade > 0 ? stateAtBoundary : student.state }

  func encode(into file: inout SafeTensors) {
    boundaryState.encode(into: &file)
    file.metadata += [
      ("random_actions", "\(randomActionsAtBoundary)"), ("action_noise_position", "\(noisePositionAtBoundary)"),
      ("learning_step_count", "\(replayLog.stepCountAtBoundary)"),
    ]
  }

  func restore(from file: SafeTensors) -> Bool {
    // Before teachers could propose episodes that are not for learning, all steps were.
    let stepCount = file.metadata("learning_step_count") ?? file.metadata("step_count")
    guard let randomActions = file.metadata("random_actions").flatMap({ UInt64($0) }),
      let noisePosition = file.metadata("action_noise_position").flatMap({ UInt64($0) }),
      let stepCount = stepCount.flatMap({ Int($0) }), stepCount >= 0, student.state.restore(from: file)
    else { return false }
    self.randomActions = SplitMix64(state: randomActions)
    student.actionNoisePosition = noisePosition
    replayLog.restore(stepCount: stepCount)
    reachBoundary()
    return true
  }

  func encodedNetworks() -> [UInt8] { boundaryState.encodedNetworks() }

  func restoreNetworks(from file: SafeTensors) -> Bool { file.restore(student.state.networkTensors) }
}
