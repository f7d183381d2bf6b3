import Arguments
import TeachDRLHeader
import Environments

/// Where a caller wants to read what steps led to, a row for each.
struct StepRows {
  let observations: UnsafeMutablePointer<Float>
  private let rewards: UnsafeMutablePointer<Double>
  private let terminated: UnsafeMutablePointer<Bool>
  private let truncated: UnsafeMutablePointer<Bool>
  private let episodes: FinishedEpisodes

  init(_ pointer: UnsafePointer<teachdrl_step_rows>?, observationSize: Int) throws(UsageError) {
    let rows = try structure(
      at: try required(pointer, "rows"), "rows", smallest: 56, unknown: teachdrl_step_rows())
    observations = try required(rows.observations, "rows.observations")
    rewards = try required(rows.rewards, "rows.rewards")
    terminated = try required(rows.terminated, "rows.terminated")
    truncated = try required(rows.truncated, "rows.truncated")
    episodes = try FinishedEpisodes(rows.episodes)
    try require(rows.observation_size, equals: observationSize, "rows.observation_size")
  }

  /// Writes all but the observation.
  ///
  /// - Parameter episode: The one that the step ended; nil if it ended none.
  func write(_ row: Int, _ outcome: StepOutcome, _ episode: VectorEnvironment.FinishedEpisode?) {
    rewards[row] = outcome.reward
    terminated[row] = outcome.terminated
    truncated[row] = outcome.truncated
    if let episode { episodes.write(episode, to: row) }
  }
}
