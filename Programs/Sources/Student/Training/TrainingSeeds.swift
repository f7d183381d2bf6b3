/// The seeds of a run's parts, so that each has a generator of its own and none repeats another's numbers.
///
/// They are the first outputs of SplitMix64 (Steele, Lea and Flood 2014) started at the run's seed, in the order of the
/// properties below.
public struct TrainingSeeds: Sendable, Equatable {
  /// Proposed tasks and mixtures.
  public let teacher: UInt64
  /// Tracks and pushes in training; each episode has a seed of its own that follows from this one.
  public let trainingEnvironment: UInt64
  /// Tracks and pushes in tests; the same at every epoch, so that every test is the same fifty tracks.
  public let testEnvironment: UInt64
  /// Networks, batches and the noise of actions.
  public let student: UInt64
  /// The actions of the random phase.
  public let randomActions: UInt64

  /// The seed of a training episode's track and push, episodes counting from 0: output number `episode` of SplitMix64
  /// started at `trainingEnvironment`. So an episode can be played again without those before it.
  public func environment(ofEpisode episode: Int) -> UInt64 {
    var stream = SplitMix64(state: trainingEnvironment).skipping(UInt64(episode))
    return stream.next()
  }

  /// The seeds that follow from a run's.
  public init(run seed: UInt64) {
    var stream = SplitMix64(state: seed)
    teacher = stream.next()
    trainingEnvironment = stream.next()
    testEnvironment = stream.next()
    student = stream.next()
    randomActions = stream.next()
  }
}
