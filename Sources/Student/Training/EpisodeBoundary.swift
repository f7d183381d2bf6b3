/// Where a run stands between two episodes: the last one is learnt from and recorded, and the next task is chosen.
///
/// With the learner's and the teacher's state this is all that the rest of the run depends on; environments are started
/// anew for each episode.
struct EpisodeBoundary: Equatable {
  /// Environment steps played.
  var stepCount = 0
  /// Episodes finished.
  var episodeCount = 0
  /// Epochs finished.
  var epochCount = 0
  /// The task of the next episode.
  var task: [Double] = []
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
      ("task", task.map { "\($0)" }.joined(separator: ",")), ("random_actions", "\(randomActions)"),
      ("action_noise_position", "\(actionNoisePosition)"),
    ] + ends.metadata()
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
    self.init(
      stepCount: stepCount, episodeCount: episodeCount, epochCount: epochCount, task: task.compactMap { $0 },
      randomActions: randomActions, actionNoisePosition: actionNoisePosition,
      ends: ends)
  }
}
