import Glibc
import Numerics

/// One step of SPDL: towards tasks of high value and towards the target distribution, within a trust region.
///
///     maximize    J(q) = mean[V(c) q(c) / p(c)] - alpha KL(q || target)
///     subject to  KL(p || q) <= divergence
///
/// Klink, D'Eramo, Peters and Pajarinen, "Self-paced deep reinforcement learning" (2020), equation 7; by one step along the
/// natural gradient, as the authors' code does. The parameters are the mean, the logarithms of the diagonal of the Cholesky
/// factor L, and its entries below. All derivatives are closed forms, and the natural gradient is exact: the Fisher matrix
/// falls into a block for the mean and one for each column of L.
struct SelfPacedStep {
  /// A direction in the space of parameters: of the mean, and of L row by row, its diagonal's by the logarithms.
  struct Direction {
    var mean: [Double]
    var factor: [Double]

    func dot(_ other: Direction) -> Double {
      zip(mean, other.mean).reduce(0) { $0 + $1.0 * $1.1 } + zip(factor, other.factor).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// What is added to the Fisher matrix's diagonal.
  static let damping = 0.01
  private static let trials = 10

  /// p.
  let present: Gaussian
  let target: Gaussian
  /// Rows of tasks c, and their values V.
  let tasks: [Double]
  let values: [Double]
  /// The weight of the target.
  let alpha: Double
  let divergence: Double

  private var d: Int { present.dimension }

  /// The distribution after the step; nil if there is none to take.
  func next() -> Gaussian? {
    let gradient = gradient
    guard gradient.dot(gradient).squareRoot() >= 1e-10 else { return nil }
    guard let full = fullStep(gradient) else { return nil }
    let before = objective(present)
    var share = 1.0
    for _ in 0..<Self.trials {
      let moved = moved(share, along: full)
      // The published search accepts a step that keeps one of these.
      if moved.isFinite, present.divergence(to: moved) <= 1.5 * divergence, objective(moved) >= before { return moved }
      share /= 2
    }
    return nil
  }

  /// J.
  func objective(_ gaussian: Gaussian) -> Double {
    let sum = values.indices.reduce(0) { sum, row in
      let task = tasks[(row * d)..<((row + 1) * d)]
      return sum + values[row] * exp(min(gaussian.logDensity(at: task) - present.logDensity(at: task), 50))
    }
    return sum / Double(values.count) - alpha * gaussian.divergence(to: target)
  }

  /// The derivatives of J at p.
  var gradient: Direction {
    var result = Direction(mean: target.solvedTransposed(target.whitened(present.mean)), factor: [])
    for i in 0..<d { result.mean[i] *= -alpha }
    result.factor = [Double](repeating: 0, count: d * d)
    // Of the divergence: by column of G = inverse(covariance of the target) L.
    for j in 0..<d {
      let column = target.solvedTransposed(target.solved((0..<d).map { present.factor[$0 * d + j] }))
      for i in j..<d {
        result.factor[i * d + j] = -alpha * (i == j ? column[i] * present.factor[i * d + i] - 1 : column[i])
      }
    }
    for row in values.indices {
      let share = values[row] / Double(values.count)
      let w = present.whitened(tasks[(row * d)..<((row + 1) * d)])
      let u = present.solvedTransposed(w)
      for i in 0..<d {
        result.mean[i] += share * u[i]
        for j in 0..<i { result.factor[i * d + j] += share * u[i] * w[j] }
        result.factor[i * d + i] += share * (u[i] * w[i] * present.factor[i * d + i] - 1)
      }
    }
    return result
  }

  /// The natural gradient, as long as the divergence allows to second order; nil if it is not finite.
  func fullStep(_ gradient: Direction) -> Direction? {
    var step = Direction(mean: [], factor: [Double](repeating: 0, count: d * d))
    // Of the mean the Fisher matrix is the inverse covariance: of its columns inverse(L) e.
    let unit = { (n: Int, i: Int) in (0..<n).map { $0 == i ? 1.0 : 0 } }
    let columns = (0..<d).map { present.solvedTransposed(present.solved(unit(d, $0))) }
    guard let mean = Self.solve(columns.flatMap { $0 }, gradient.mean) else { return nil }
    step.mean = mean
    for j in 0..<d {
      // Of column j of L: transpose(S) W S, S = inverse(L) restricted to the rows from j on, W twice on the diagonal.
      let n = d - j
      let rest = Gaussian(
        mean: [Double](repeating: 0, count: n),
        factor: (j..<d).flatMap { i in (j..<d).map { present.factor[i * d + $0] } })
      let inverse = (0..<n).map { rest.solved(unit(n, $0)) }
      let diagonal = present.factor[j * d + j]
      var matrix = [Double](repeating: 0, count: n * n)
      for a in 0..<n {
        for b in 0..<n {
          var sum = inverse[a][0] * inverse[b][0]
          for i in 0..<n { sum += inverse[a][i] * inverse[b][i] }
          matrix[a * n + b] = sum * (a == 0 ? diagonal : 1) * (b == 0 ? diagonal : 1)
        }
      }
      guard let column = Self.solve(matrix, (j..<d).map { gradient.factor[$0 * d + j] }) else { return nil }
      for a in 0..<n { step.factor[(j + a) * d + j] = column[a] }
    }
    // With the damped matrix M, x transpose(M) x is the product of x and the gradient.
    let length = (step.dot(gradient) / 2 / divergence).squareRoot()
    guard length.isFinite, length > 0 else { return nil }
    step.mean = step.mean.map { $0 / length }
    step.factor = step.factor.map { $0 / length }
    return step
  }

  private func moved(_ share: Double, along step: Direction) -> Gaussian {
    var result = present
    for i in 0..<d {
      result.mean[i] += share * step.mean[i]
      for j in 0..<i { result.factor[i * d + j] += share * step.factor[i * d + j] }
      result.factor[i * d + i] *= exp(share * step.factor[i * d + i])
    }
    return result
  }

  /// Solves (matrix + damping) x = b for a symmetric matrix that is not negative, by Cholesky; nil if it is not finite.
  private static func solve(_ matrix: [Double], _ b: [Double]) -> [Double]? {
    let n = b.count
    var factor = matrix
    for i in 0..<n {
      for j in 0...i {
        var sum = matrix[i * n + j] + (i == j ? damping : 0)
        for k in 0..<j { sum -= factor[i * n + k] * factor[j * n + k] }
        guard i != j || sum > 0 else { return nil }
        factor[i * n + j] = i == j ? sum.squareRoot() : sum / factor[j * n + j]
      }
    }
    let cholesky = Gaussian(mean: b, factor: factor)
    let x = cholesky.solvedTransposed(cholesky.solved(b))
    return x.allSatisfy(\.isFinite) ? x : nil
  }
}

extension Gaussian {
  fileprivate var isFinite: Bool {
    mean.allSatisfy(\.isFinite) && factor.allSatisfy(\.isFinite)
      && mean.indices.allSatisfy { factor[$0 * dimension + $0] > 0 }
  }
}
