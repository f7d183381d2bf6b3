import Arguments
import TeachDRLHeader
import Environments

/// Where a caller wants to read about episodes that ended.
struct FinishedEpisodes {
  private let rows: teachdrl_finished_episodes

  /// The bytes of the first version.
  private static let smallest = 48

  /// Nowhere for NULL.
  init(_ pointer: UnsafePointer<teachdrl_finished_episodes>?) throws(UsageError) {
    guard let pointer else {
      rows = teachdrl_finished_episodes()
      return
    }
    rows = try structure(
      at: pointer, "episodes", smallest: Self.smallest, unknown: teachdrl_finished_episodes())
  }

  func write(_ episode: VectorEnvironment.FinishedEpisode, to row: Int) {
    rows.returns?[row] = episode.episodeReturn
    rows.lengths?[row] = episode.length
    rows.sources?[row] = episode.origin.source
    rows.successes?[row] = episode.isSuccess ? 1 : 0
    rows.levels?[row] = episode.origin.proposal.level ?? .max
    rows.are_for_learning?[row] = episode.origin.proposal.isForLearning
    if let observations = rows.observations { copy(episode.finalObservation, to: observations, row: row) }
    if let tasks = rows.tasks { copy(episode.task, to: tasks, row: row) }
  }
}

/// Copies numbers to a caller's row of as many.
@inline(__always)
func copy<Number>(_ numbers: UnsafeBufferPointer<Number>, to rows: UnsafeMutablePointer<Number>, row: Int) {
  if let start = numbers.baseAddress { (rows + row * numbers.count).update(from: start, count: numbers.count) }
}
