import Foundation

@testable import Student

/// The losses of Soft Actor-Critic in double precision, straight from their definition, one row and one number at a time.
struct ReferenceLosses {
  /// A network's variables in the order of `ParameterVector.tensors`: kernels (inputs by outputs) and biases.
  typealias Network = [[Double]]

  /// A transition and the noise drawn for it.
  struct Row {
    let observation: [Double]
    let action: [Double]
    let reward: Double
    let nextObservation: [Double]
    let end: Double
    let noise: [Double]
  }

  var policy: Network
  var q1: Network
  var q2: Network
  var value: Network
  let target: Network
  let rows: [Row]
  let configuration: SoftActorCriticConfiguration

  /// The four losses; those of the critics with targets made elsewhere, which have no gradient.
  func losses(qTargets: [Double], valueTargets: [Double]) -> (policy: Double, q1: Double, q2: Double, value: Double) {
    var sums = (policy: 0.0, q1: 0.0, q2: 0.0, value: 0.0)
    for (index, row) in rows.enumerated() {
      let (action, logProbability) = propose(row)
      sums.policy += configuration.entropyCoefficient * logProbability - output(q1, row.observation + action)[0]
      sums.q1 += 0.5 * pow(qTargets[index] - output(q1, row.observation + row.action)[0], 2)
      sums.q2 += 0.5 * pow(qTargets[index] - output(q2, row.observation + row.action)[0], 2)
      sums.value += 0.5 * pow(valueTargets[index] - output(value, row.observation)[0], 2)
    }
    let count = Double(rows.count)
    return (sums.policy / count, sums.q1 / count, sums.q2 / count, sums.value / count)
  }

  /// r + gamma (1 - d) V_target(o').
  var qTargets: [Double] {
    rows.map { $0.reward + configuration.discount * (1 - $0.end) * output(target, $0.nextObservation)[0] }
  }

  /// min(Q1(o, pi), Q2(o, pi)) - alpha log pi.
  var valueTargets: [Double] {
    rows.map { row in
      let (action, logProbability) = propose(row)
      let inputs = row.observation + action
      return min(output(q1, inputs)[0], output(q2, inputs)[0]) - configuration.entropyCoefficient * logProbability
    }
  }

  /// A row's action and log pi.
  func propose(_ row: Row) -> (action: [Double], logProbability: Double) {
    let hidden = hiddenOutput(policy.dropLast(4), row.observation)
    let heads = policy.suffix(4).map { $0 }
    let means = dense(heads[0], heads[1], hidden)
    let logDeviations = dense(heads[2], heads[3], hidden).map { -20 + 11 * (tanh($0) + 1) }
    var sum = 0.0
    var action: [Double] = []
    for (index, mean) in means.enumerated() {
      let deviation = exp(logDeviations[index])
      let unsquashed = mean + deviation * row.noise[index]
      action.append(tanh(unsquashed))
      let z = (unsquashed - mean) / (deviation + 1e-8)
      sum -= 0.5 * (z * z + 2 * logDeviations[index] + log(2 * Double.pi))
      sum -= log(1 - action[index] * action[index] + 1e-6)
    }
    return (action, sum)
  }

  private func output(_ network: Network, _ inputs: [Double]) -> [Double] {
    let hidden = hiddenOutput(network.dropLast(2), inputs)
    return dense(network[network.count - 2], network[network.count - 1], hidden)
  }

  private func hiddenOutput(_ variables: ArraySlice<[Double]>, _ inputs: [Double]) -> [Double] {
    var values = inputs
    for index in stride(from: variables.startIndex, to: variables.endIndex, by: 2) {
      values = dense(variables[index], variables[index + 1], values).map { max($0, 0) }
    }
    return values
  }

  private func dense(_ kernel: [Double], _ bias: [Double], _ inputs: [Double]) -> [Double] {
    bias.indices.map { column in
      inputs.indices.reduce(bias[column]) { $0 + inputs[$1] * kernel[$1 * bias.count + column] }
    }
  }
}
