import CTeachDRL

extension Teacher {
  /// A mixture of Gaussians that tasks were drawn from, each component's numbers in a row of their own.
  ///
  /// Coordinates of log-scaled parameters are their logarithms to base 10, the others are in the task's units.
  public struct Mixture: Sendable, Equatable {
    /// The components' weights.
    public let weights: [Double]
    /// Their means.
    public let means: [[Double]]
    /// Their covariances, row after row.
    public let covariances: [[Double]]
    /// In proportion to which a component is chosen.
    public let samplingWeights: [Double]

    /// A mixture of components, each with a number or a row in every list.
    public init(weights: [Double], means: [[Double]], covariances: [[Double]], samplingWeights: [Double]) {
      (self.weights, self.means) = (weights, means)
      (self.covariances, self.samplingWeights) = (covariances, samplingWeights)
    }
  }

  /// A part of the task space that tasks were drawn from, in the task's units. Bounds of integers and categories lie half
  /// a unit beyond their values.
  public struct Region: Sendable, Equatable {
    /// The lower bounds.
    public let low: [Double]
    /// The upper bounds.
    public let high: [Double]
    /// The absolute learning progress there.
    public let progress: Double
    /// Whether it is not split.
    public let isLeaf: Bool

    /// A region with its bounds.
    public init(low: [Double], high: [Double], progress: Double, isLeaf: Bool) {
      (self.low, self.high, self.progress, self.isLeaf) = (low, high, progress, isLeaf)
    }
  }

  /// The episodes at which the teacher changed what it draws tasks from, oldest first.
  public func history() throws(LibraryError) -> [UInt64] {
    var count = 0
    try check(teachdrl_teacher_history(handle, nil, 0, &count))
    var episodes = [UInt64](repeating: 0, count: count)
    try check(teachdrl_teacher_history(handle, &episodes, episodes.count, &count))
    return episodes
  }

  /// The mixture fitted at an episode of the history, or, at 0, the present one; nil if there is none.
  public func mixture(at episode: UInt64) throws(LibraryError) -> Mixture? {
    var count = 0
    try check(teachdrl_teacher_mixture(handle, episode, nil, &count))
    guard count > 0 else { return nil }
    var size = 0
    try check(teachdrl_teacher_mixture_dimension(handle, &size))
    var weights = [Double](repeating: 0, count: count)
    var means = [Double](repeating: 0, count: count * size)
    var covariances = [Double](repeating: 0, count: count * size * size)
    var samplingWeights = weights
    let status = weights.withUnsafeMutableBufferPointer { weights in
      means.withUnsafeMutableBufferPointer { means in
        covariances.withUnsafeMutableBufferPointer { covariances in
          samplingWeights.withUnsafeMutableBufferPointer { samplingWeights in
            var mixture = teachdrl_mixture(
              struct_size: MemoryLayout<teachdrl_mixture>.stride, weights: weights.baseAddress,
              means: means.baseAddress, covariances: covariances.baseAddress,
              sampling_weights: samplingWeights.baseAddress, capacity: count)
            return teachdrl_teacher_mixture(handle, episode, &mixture, &count)
          }
        }
      }
    }
    try check(status)
    return Mixture(
      weights: weights, means: rows(means, size), covariances: rows(covariances, size * size),
      samplingWeights: samplingWeights)
  }

  /// The regions after an episode of the history, or, at 0, the present ones; none with teachers that have none.
  public func regions(at episode: UInt64) throws(LibraryError) -> [Region] {
    var count = 0
    try check(teachdrl_teacher_regions(handle, episode, nil, &count))
    guard count > 0 else { return [] }
    var low = [Double](repeating: 0, count: count * dimension)
    var high = low
    var progress = [Double](repeating: 0, count: count)
    var isLeaf = [Bool](repeating: false, count: count)
    let status = low.withUnsafeMutableBufferPointer { low in
      high.withUnsafeMutableBufferPointer { high in
        progress.withUnsafeMutableBufferPointer { progress in
          isLeaf.withUnsafeMutableBufferPointer { isLeaf in
            var regions = teachdrl_regions(
              struct_size: MemoryLayout<teachdrl_regions>.stride, low: low.baseAddress, high: high.baseAddress,
              progress: progress.baseAddress, is_leaf: isLeaf.baseAddress, capacity: count)
            return teachdrl_teacher_regions(handle, episode, &regions, &count)
          }
        }
      }
    }
    try check(status)
    let (lows, highs) = (rows(low, dimension), rows(high, dimension))
    return (0..<count).map {
      Region(low: lows[$0], high: highs[$0], progress: progress[$0], isLeaf: isLeaf[$0])
    }
  }
}

private func rows(_ values: [Double], _ size: Int) -> [[Double]] {
  stride(from: 0, to: values.count, by: size).map { Array(values[$0..<$0 + size]) }
}
