/// One episode, as it is remembered.
public struct EpisodeRecord: Sendable, Equatable {
  /// The task played.
  public let task: [Double]
  /// The sum of the rewards.
  public let episodeReturn: Double
  /// The number of steps.
  public let length: Int
}

/// Mean, population deviation and extremes of some numbers; NaN where there are none.
struct Statistics: Equatable {
  let mean: Double
  let deviation: Double
  let maximum: Double
  let minimum: Double

  init(_ values: [Double]) {
    guard !values.isEmpty else {
      (mean, deviation, maximum, minimum) = (.nan, .nan, .nan, .nan)
      return
    }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    self.mean = mean
    deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    maximum = values.max() ?? .nan
    minimum = values.min() ?? .nan
  }
}
