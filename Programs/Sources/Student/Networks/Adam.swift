import Glibc

/// Kingma and Ba's optimiser ("Adam: a method for stochastic optimization", 2015), in the form at the end of its
/// section 2, which corrects both moments' bias through the step size.
final class Adam {
  private static let decay1 = 0.9
  private static let decay2 = 0.999

  /// What keeps the quotient finite, and whether it is added to the square root of v or of its estimate without bias.
  enum Epsilon {
    /// Added to sqrt(v), as the form at the end of section 2 does.
    case biased(Float)
    /// Added to sqrt(v / (1 - decay2^t)), as algorithm 1 and PyTorch do.
    case unbiased(Double)
  }

  /// m, the running mean of the gradients.
  let firstMoment: ParameterVector
  /// v, the running mean of their squares.
  let secondMoment: ParameterVector
  /// t, the number of steps made.
  var stepCount = 0

  private let epsilon: Epsilon

  /// Moments of zero for a network's parameters.
  init(shape: NetworkShape, epsilon: Epsilon = .biased(1e-8)) {
    self.epsilon = epsilon
    firstMoment = ParameterVector(shape: shape)
    secondMoment = ParameterVector(shape: shape)
  }

  /// Takes over another optimiser's moments and number of steps.
  func copy(from other: Adam) {
    firstMoment.copy(from: other.firstMoment)
    secondMoment.copy(from: other.secondMoment)
    stepCount = other.stepCount
  }

  /// Moves parameters against a gradient:
  ///
  ///     m += (1 - decay1) (g - m);  v += (1 - decay2) (g^2 - v)
  ///     parameters -= learningRate sqrt(1 - decay2^t) / (1 - decay1^t) * m / (sqrt(v) + epsilon)
  ///
  /// - Parameter scale: What the gradient is multiplied by.
  func step(_ parameters: ParameterVector, gradient: ParameterVector, learningRate: Double, scale: Float = 1) {
    advance(parameters, gradient, learningRate: learningRate, scale: scale) { _, _ in }
  }

  /// The same, followed by `target = polyak target + (1 - polyak) parameters` with the new parameters.
  func step(
    _ parameters: ParameterVector, gradient: ParameterVector, learningRate: Double,
    averagingInto target: ParameterVector, polyak: Double
  ) {
    let average = target.pointer.lanes
    let keep = Float(polyak)
    let take = Float(1 - polyak)
    advance(parameters, gradient, learningRate: learningRate, scale: 1) { index, value in
      average[index] = (average[index] * keep).addingProduct(value, Lanes(repeating: take))
    }
  }

  /// One pass over the vectors; `body` sees each group of new parameters.
  @inline(__always)
  private func advance(
    _ parameters: ParameterVector, _ gradient: ParameterVector, learningRate: Double, scale: Float,
    body: (Int, Lanes) -> Void
  ) {
    stepCount += 1
    let time = Double(stepCount)
    let rate = Lanes(
      repeating: Float(learningRate * (1 - pow(Self.decay2, time)).squareRoot() / (1 - pow(Self.decay1, time))))
    let epsilon: Float =
      switch epsilon {
      case .biased(let value): value
      case .unbiased(let value): Float(value * (1 - pow(Self.decay2, time)).squareRoot())
      }
    let gain1 = Lanes(repeating: Float(1 - Self.decay1))
    let gain2 = Lanes(repeating: Float(1 - Self.decay2))
    let values = parameters.pointer.lanes
    let gradients = UnsafePointer(gradient.pointer).lanes
    let first = firstMoment.pointer.lanes
    let second = secondMoment.pointer.lanes
    for index in 0..<parameters.shape.parameterCount / Lanes.count {
      let g = gradients[index] * scale
      let m = first[index].addingProduct(g - first[index], gain1)
      let v = second[index].addingProduct((g * g) - second[index], gain2)
      first[index] = m
      second[index] = v
      let value = values[index] - rate * m / (squareRoot(v) + epsilon)
      values[index] = value
      body(index, value)
    }
  }
}
