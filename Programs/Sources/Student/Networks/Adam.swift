import Glibc

/// Kingma and Ba's optimiser ("Adam: a method for stochastic optimization", 2015), in the form at the end of its
/// section 2, which corrects both moments' bias through the step size.
final class Adam {
  private static let decay1 = 0.9
  private static let decay2 = 0.999
  private static let epsilon: Float = 1e-8

  /// m, the running mean of the gradients.
  let firstMoment: ParameterVector
  /// v, the running mean of their squares.
  let secondMoment: ParameterVector
  /// t, the number of steps made.
  var stepCount = 0

  /// Moments of zero for a network's parameters.
  init(shape: NetworkShape) {
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
  func step(_ parameters: ParameterVector, gradient: ParameterVector, learningRate: Double) {
    advance(parameters, gradient, learningRate: learningRate) { _, _ in }
  }

  /// The same, followed by `target = polyak target + (1 - polyak) parameters` with the new parameters.
  func step(
    _ parameters: ParameterVector, gradient: ParameterVector, learningRate: Double,
    averagingInto target: ParameterVector, polyak: Double
  ) {
    let average = target.pointer.lanes
    let keep = Float(polyak)
    let take = Float(1 - polyak)
    advance(parameters, gradient, learningRate: learningRate) { index, value in
      average[index] = (average[index] * keep).addingProduct(value, Lanes(repeating: take))
    }
  }

  /// One pass over the vectors; `body` sees each group of new parameters.
  @inline(__always)
  private func advance(
    _ parameters: ParameterVector, _ gradient: ParameterVector, learningRate: Double, body: (Int, Lanes) -> Void
  ) {
    stepCount += 1
    let time = Double(stepCount)
    let rate = Lanes(
      repeating: Float(learningRate * (1 - pow(Self.decay2, time)).squareRoot() / (1 - pow(Self.decay1, time))))
    let gain1 = Lanes(repeating: Float(1 - Self.decay1))
    let gain2 = Lanes(repeating: Float(1 - Self.decay2))
    let values = parameters.pointer.lanes
    let gradients = UnsafePointer(gradient.pointer).lanes
    let first = firstMoment.pointer.lanes
    let second = secondMoment.pointer.lanes
    for index in 0..<parameters.shape.parameterCount / Lanes.count {
      let g = gradients[index]
      let m = first[index].addingProduct(g - first[index], gain1)
      let v = second[index].addingProduct((g * g) - second[index], gain2)
      first[index] = m
      second[index] = v
      let value = values[index] - rate * m / (squareRoot(v) + Self.epsilon)
      values[index] = value
      body(index, value)
    }
  }
}
