/// A batch of draws from tanh-squashed Gaussians, one a component of an action, and the way back through them.
///
/// The policy's outputs are a mean and a raw deviation; with h the raw deviation and n the noise,
///
///     log std = -20 + 11 (tanh h + 1);  u = mean + std n;  a = tanh u
///     log pi(a) = sum of -1/2 (z^2 + 2 log std + log 2 pi) - log(1 - a^2 + 1e-6),  z = (u - mean) / (std + 1e-8)
///
/// (Haarnoja et al., "Soft actor-critic", 2018, appendix C.) All rows' components stand one after another, so that a
/// vector is full whatever the size of an action.
final class SquashedGaussian {
  static let lowestLogDeviation: Float = -20
  static let highestLogDeviation: Float = 2
  /// Added to a deviation before the division by it.
  static let deviationFloor: Float = 1e-8
  /// Added to 1 - a^2 before the logarithm.
  static let squashFloor: Float = 1e-6
  private static let halfRange = (highestLogDeviation - lowestLogDeviation) / 2
  private static let logTwoPi: Float = 1.837_877_066_4

  /// The number of components of an action.
  let actionSize: Int
  /// The number of rows.
  let rowCount: Int
  /// Standard normal numbers, the caller's to fill.
  let noise: FloatBuffer
  /// The means, row by row, as all that follow.
  let means: FloatBuffer
  /// tanh h.
  private let squashedDeviations: FloatBuffer
  /// The deviations.
  let deviations: FloatBuffer
  private let standardized: FloatBuffer
  /// The actions a.
  let actions: FloatBuffer
  private let logTerms: FloatBuffer
  /// log pi of each row.
  let logProbabilities: FloatBuffer
  /// The gradient of the loss with respect to the actions, not counting log pi; the caller's to fill.
  let actionGradients: FloatBuffer

  /// Room for `rowCount` actions.
  init(actionSize: Int, rowCount: Int) {
    self.actionSize = actionSize
    self.rowCount = rowCount
    let count = actionSize * rowCount
    noise = FloatBuffer(count: count)
    means = FloatBuffer(count: count)
    squashedDeviations = FloatBuffer(count: count)
    deviations = FloatBuffer(count: count)
    standardized = FloatBuffer(count: count)
    actions = FloatBuffer(count: count)
    logTerms = FloatBuffer(count: count)
    actionGradients = FloatBuffer(count: count)
    logProbabilities = FloatBuffer(count: rowCount)
  }

  /// log std, from tanh h.
  @inline(__always)
  private static func logDeviation(squashed: Lanes) -> Lanes { halfRange * (squashed + 1) + lowestLogDeviation }

  /// std, from tanh h.
  @inline(__always)
  static func deviation(squashed: Lanes) -> Lanes { exponential(logDeviation(squashed: squashed)) }

  /// Computes actions and log pi of some rows; the first of them is a multiple of sixteen.
  ///
  /// - Parameters:
  ///   - outputs: The policy's outputs without their bias: in each row the means, then the raw deviations.
  ///   - bias: Their bias.
  func draw(rows: Range<Int>, outputs: Matrix, bias: UnsafePointer<Float>) {
    let h = squashedDeviations.pointer
    for row in rows {
      let output = outputs.row(row)
      for component in 0..<actionSize {
        means.pointer[row * actionSize + component] = output[component] + bias[component]
        h[row * actionSize + component] = output[actionSize + component] + bias[actionSize + component]
      }
    }
    for vector in vectors(of: rows) {
      let mean = means.pointer.lanes[vector]
      let squashed = hyperbolicTangent(h.lanes[vector])
      let logDeviation = Self.logDeviation(squashed: squashed)
      let deviation = exponential(logDeviation)
      let unsquashed = mean + deviation * noise.pointer.lanes[vector]
      let action = hyperbolicTangent(unsquashed)
      let z = (unsquashed - mean) / (deviation + Self.deviationFloor)
      h.lanes[vector] = squashed
      deviations.pointer.lanes[vector] = deviation
      standardized.pointer.lanes[vector] = z
      actions.pointer.lanes[vector] = action
      logTerms.pointer.lanes[vector] =
        -0.5 * (z * z + 2 * logDeviation + Self.logTwoPi) - logarithm(1 - action * action + Self.squashFloor)
    }
    for row in rows {
      var sum: Float = 0
      for component in 0..<actionSize { sum += logTerms.pointer[row * actionSize + component] }
      logProbabilities.pointer[row] = sum
    }
  }

  /// Takes the gradient of `scale` times the sum of log pi, plus `actionGradients`, back to the policy's outputs.
  ///
  /// - Parameters:
  ///   - rows: Those last drawn, or a part of them that starts at a multiple of sixteen.
  ///   - outputGradients: Is given the gradient with respect to the outputs, in the outputs' order.
  func differentiate(rows: Range<Int>, scale: Float, into outputGradients: Matrix) {
    // The gradients overwrite what they are made of and is not needed any more.
    let meanGradients = actionGradients.pointer
    let deviationGradients = logTerms.pointer
    for vector in vectors(of: rows) {
      let action = actions.pointer.lanes[vector]
      let deviation = deviations.pointer.lanes[vector]
      let squashed = squashedDeviations.pointer.lanes[vector]
      let n = noise.pointer.lanes[vector]
      let z = standardized.pointer.lanes[vector]
      let slope = 1 - action * action
      let logSquashGradient = 2 * action * slope / (slope + Self.squashFloor)
      let squashGradient = scale * logSquashGradient + actionGradients.pointer.lanes[vector] * slope
      // z has a path to the mean and to the deviation through u, and one past it. They cancel but for rounding, which
      // matters where the deviation is tiny; taken in this order, they round as the published graph's do.
      let zGradient = scale * z / (deviation + Self.deviationFloor)
      let unsquashedGradient = squashGradient - zGradient
      let meanGradient = unsquashedGradient + zGradient
      let logDeviationGradient = (unsquashedGradient * n + zGradient * z) * deviation - scale
      meanGradients.lanes[vector] = meanGradient
      deviationGradients.lanes[vector] = logDeviationGradient * Self.halfRange * (1 - squashed * squashed)
    }
    for row in rows {
      let output = outputGradients.row(row)
      for component in 0..<actionSize {
        output[component] = meanGradients[row * actionSize + component]
        output[actionSize + component] = deviationGradients[row * actionSize + component]
      }
    }
  }

  private func vectors(of rows: Range<Int>) -> Range<Int> {
    rows.lowerBound * actionSize / Lanes.count..<paddedCount(rows.upperBound * actionSize) / Lanes.count
  }
}
