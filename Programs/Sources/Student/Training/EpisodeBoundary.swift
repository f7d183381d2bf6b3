import TeachDRL

/// Where a run stands between two episodes: the last one is learnt from and recorded, and the next task is chosen.
///
/// With the learner's and the teacher's state this is all that the rest of the run depends on; environments are started
/// anew for each episode.
struct EpisodeBoundary: Equatable {
  /// Environment steps played.
  var stepCount = 0
  /// Those of them that the student learns from: the steps that the replay buffer got.
  var learningStepCount = 0
  /// Episodes finished.
  var episodeCount = 0
  /// Epochs finished.
  var epochCount = 0
  /// What the teacher proposes for the next episode; nil before the first one.
  var proposal: Proposal?
  /// Where the generator of random actions is.
  var randomActions: UInt64 = 0
  /// Where the stream of the drawn actions' noise is.
  var actionNoisePosition: UInt64 = 0
  /// How far the files go that only grow.
  var ends = RunFileEnds()
}

extension EpisodeBoundary {
  /// The boundary as words about a file.
  var metadata: [(name: String, value: String)] {
    [
      ("step_count", "\(stepCount)"), ("episode_count", "\(episodeCount)"), ("epoch_count", "\(epochCount)"),
      ("task", (proposal?.task ?? []).map { "\($0)" }.joined(separator: ",")), ("random_actions", "\(randomActions)"),
      ("action_noise_position", "\(actionNoisePosition)"),
    ] + levelMetadata + ends.metadata()
  }

  /// What only teachers that propose levels make differ from its default, which earlier versions did not write.
  private var levelMetadata: [(name: String, value: String)] {
    [
      ("learning_step_count", learningStepCount == stepCount ? nil : "\(learningStepCount)"),
      ("level", proposal?.level.map { "\($0)" }), ("level_seed", proposal?.seed.map { "\($0)" }),
      ("is_for_learning", proposal?.isForLearning == false ? "false" : nil),
    ].compactMap { name, value in value.map { (name, $0) } }
  }

  /// Nil where a word is missing or is no number.
  init?(_ file: SafeTensors) {
    func count(_ name: String) -> Int? { file.metadata(name).flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 } }
    func number(_ name: String) -> UInt64? { file.metadata(name).flatMap { UInt64($0) } }
    guard let stepCount = count("step_count"), let episodeCount = count("episode_count"),
      let epochCount = count("epoch_count"),
      let task = file.metadata("task")?.split(separator: ",").map({ Double($0) }),
      task.allSatisfy({ $0?.isFinite == true }), let randomActions = number("random_actions"),
      let actionNoisePosition = number("action_noise_position"), let ends = RunFileEnds(file)
    else { return nil }
    let proposal = Proposal(
      task.compactMap { $0 }, level: number("level"), seed: number("level_seed"),
      isForLearning: file.metadata("is_for_learning") != "false")
    self.init(
      stepCount: stepCount, learningStepCount: count("learning_step_count") ?? stepCount, episodeCount: episodeCount,
      epochCount: epochCount, proposal: proposal, randomActions: randomActions,
      actionNoisePosition: actionNoisePosition, ends: ends)
  }
}
