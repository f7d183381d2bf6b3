/// How observations are normalised: `(x - mean) / deviation`, no further from 0 than 10.
final class ObservationScale {
  /// The number of components of an observation.
  let size: Int
  private let limit: Float = 10
  private let means: FloatBuffer
  private let factors: FloatBuffer

  /// A scale that only limits.
  init(size: Int) {
    self.size = size
    means = FloatBuffer(count: size)
    factors = FloatBuffer(count: size)
    for index in 0..<size { factors.pointer[index] = 1 }
  }

  /// Takes over the scale that statistics give.
  func follow(_ statistics: RunningStatistics) {
    for index in 0..<size {
      means.pointer[index] = Float(statistics.means[index])
      factors.pointer[index] = Float(1 / (statistics.variance(of: index) + 1e-8).squareRoot())
    }
  }

  /// Writes a normalised observation, with zeros behind it up to whole vectors.
  func normalize(_ observation: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>) {
    for index in 0..<size {
      let value = (observation[index] - means.pointer[index]) * factors.pointer[index]
      result[index] = min(max(value, -limit), limit)
    }
    for index in size..<paddedCount(size) { result[index] = 0 }
  }

  /// The scale with its names in files.
  var tensors: [(name: String, tensor: NamedTensor)] {
    [("observation.mean", means), ("observation.factor", factors)].map { name, buffer in
      (name, NamedTensor(name: name, vector: buffer.pointer, count: size))
    }
  }
}
