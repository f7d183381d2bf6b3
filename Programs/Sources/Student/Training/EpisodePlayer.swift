import TeachDRL

/// Plays a run's training episodes, one in each environment.
final class EpisodePlayer {
  /// The episode of each environment.
  private(set) var running: [RunningEpisode] = []
  /// The environments whose episodes have ended in the last step, in order.
  private(set) var ended: [Int] = []

  private let environments: VectorEnvironment
  private let seeds: TrainingSeeds
  private let maxEpisodeSteps: Int
  /// A boundary between phases can lie inside episodes: then their actions are kept, to get there again.
  private let keepsActions: Bool
  private var returns: [Double]
  private var lengths: [Int]
  private let observations: UnsafeMutableBufferPointer<Float>
  private let actions: UnsafeMutableBufferPointer<Float>
  private let endings: UnsafeMutableBufferPointer<EpisodeEnding>
  private let areForLearning: UnsafeMutableBufferPointer<Bool>

  /// A player that plays nothing yet.
  ///
  /// - Parameter environments: Their episodes start only when this says so.
  init(_ environments: VectorEnvironment, seeds: TrainingSeeds, maxEpisodeSteps: Int) {
    self.environments = environments
    self.seeds = seeds
    self.maxEpisodeSteps = maxEpisodeSteps
    let count = environments.count
    keepsActions = count > 1
    returns = [Double](repeating: 0, count: count)
    lengths = [Int](repeating: 0, count: count)
    observations = .allocate(capacity: count * environments.observationSize)
    observations.initialize(repeating: 0)
    actions = .allocate(capacity: count * environments.actionSize)
    actions.initialize(repeating: 0)
    endings = .allocate(capacity: count)
    endings.initialize(repeating: .none)
    areForLearning = .allocate(capacity: count)
    areForLearning.initialize(repeating: true)
  }

  deinit {
    observations.deallocate()
    actions.deallocate()
    endings.deallocate()
    areForLearning.deallocate()
  }

  /// Starts the episodes of a boundary, and plays those under way up to it.
  func start(_ episodes: [RunningEpisode]) throws(LibraryError) {
    precondition(episodes.count == environments.count)
    running = episodes
    for index in episodes.indices {
      try start(index)
      try environments.play(episodes[index].actions, in: index) { reward in
        returns[index] += reward
        lengths[index] += 1
      }
    }
  }

  /// Has an environment whose episode has ended play the next one.
  func replaceEpisode(in index: Int, by episode: RunningEpisode) throws(LibraryError) {
    running[index] = episode
    try start(index)
  }

  /// A level's seed makes its episode the same whenever it is played.
  private func start(_ index: Int) throws(LibraryError) {
    let episode = running[index]
    try environments.startEpisode(
      in: index, task: episode.proposal.task,
      seed: episode.proposal.seed ?? seeds.environment(ofEpisode: episode.number)
    )
    (returns[index], lengths[index]) = (0, 0)
    areForLearning[index] = episode.proposal.isForLearning
  }

  /// Plays a step in every environment, and has the learner take in what it led to.
  ///
  /// - Parameter stepCount: The steps of the run so far.
  /// - Returns: Whether the learner's phase has ended.
  func step(_ learner: any Learner, stepCount: Int) throws(LibraryError) -> Bool {
    _ = observations.update(fromContentsOf: environments.observations)
    learner.chooseActions(for: UnsafeBufferPointer(observations), into: actions, stepCount: stepCount)
    try environments.step(actions: UnsafeBufferPointer(actions))
    ended.removeAll(keepingCapacity: true)
    let step = environments.lastStep
    for index in running.indices {
      returns[index] += step.rewards[index]
      lengths[index] += 1
      if keepsActions { keepAction(of: index) }
      // Even an episode that falls in its last step is learnt from as one that was cut off.
      let isCutOff = step.truncated[index] || lengths[index] == maxEpisodeSteps
      endings[index] = isCutOff ? .cutOff : step.terminated[index] ? .terminated : .none
      if endings[index] != .none { ended.append(index) }
    }
    return learner.observe(
      ObservedStep(
        observations: UnsafeBufferPointer(observations), actions: UnsafeBufferPointer(actions), rewards: step.rewards,
        nextObservations: step.observations, endings: UnsafeBufferPointer(endings),
        areForLearning: UnsafeBufferPointer(areForLearning)))
  }

  private func keepAction(of index: Int) {
    let size = environments.actionSize
    running[index].actions.append(contentsOf: actions[index * size..<(index + 1) * size])
  }

  /// An episode as far as it was played.
  func record(of index: Int) -> EpisodeRecord {
    EpisodeRecord(task: running[index].proposal.task, episodeReturn: returns[index], length: lengths[index])
  }

  /// The present observation of an environment.
  func observation(of index: Int) -> UnsafeBufferPointer<Float> {
    let size = environments.observationSize
    return UnsafeBufferPointer(rebasing: environments.observations[index * size..<(index + 1) * size])
  }
}
