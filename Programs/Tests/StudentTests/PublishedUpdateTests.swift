import Foundation
import Testing

@testable import Student

/// Three updates of the published TensorFlow graph on small networks.
@Suite struct PublishedUpdateTests {
  @Test(arguments: [1, 2, 4])
  func reproducesThreeUpdatesOfThePublishedGraph(threadCount: Int) throws {
    let published = try PublishedUpdates()
    let student = try published.makeStudent(threadCount: threadCount)
    var worst = 0.0
    var worstPath = ""
    func compare(
      _ values: [Float], _ path: String, _ expected: [Double], tolerance: (Int) -> Double = { _ in 1e-5 }
    ) {
      #expect(values.count == expected.count, "\(path)")
      for (index, (value, expected)) in zip(values, expected).enumerated() {
        let deviation = abs(Double(value) - expected) / max(1, abs(expected))
        if tolerance(index) == 1e-5, deviation > worst { (worst, worstPath) = (deviation, path) }
        #expect(deviation <= tolerance(index), "\(path): \(value), not \(expected)")
      }
    }
    for (index, step) in published.steps.enumerated() {
      try published.load(step, into: student)
      student.computeGradients()
      student.applyGradients()
      let losses = student.losses
      for (name, loss) in [
        ("pi_loss", losses.policy), ("q1_loss", losses.q1), ("q2_loss", losses.q2), ("v_loss", losses.value),
      ] {
        compare([Float(loss)], "step \(index) \(name)", step.numbers(name))
      }
      // Where a deviation is below 1e-6, log pi depends on the last bit of the mean.
      func logTolerance(_ row: Int) -> Double {
        (0..<2).contains { student.draws.deviations.pointer[row * 2 + $0] < 1e-6 } ? 0.05 : 1e-5
      }
      compare(
        student.draws.logProbabilities.first(16), "step \(index) logp_pi", step.numbers("logp_pi"),
        tolerance: logTolerance)
      compare(
        student.results.valueTargets.first(16), "step \(index) v_backup", step.numbers("v_backup"),
        tolerance: { max(1e-5, 0.005 * logTolerance($0)) })
      for (name, buffer) in [
        ("q1", student.results.q1), ("q2", student.results.q2),
        ("v", student.results.values), ("q1_pi", student.results.proposedQ1), ("q2_pi", student.results.proposedQ2),
        ("v_targ", student.results.nextValues), ("q_backup", student.results.qTargets),
      ] {
        compare(buffer.first(16), "step \(index) \(name)", step.numbers(name))
      }
      // The reference's mu is the squashed mean.
      compare(student.draws.means.first(32).map(tanh), "step \(index) mu", step.numbers("mu"))
      compare(student.draws.actions.first(32), "step \(index) pi", step.numbers("pi"))

      let gradients = student.graph.gradients
      for (network, parameters, gradient) in [
        ("pi", student.networks.policy, gradients.policy), ("q1", student.networks.q1, gradients.q1),
        ("q2", student.networks.q2, gradients.q2), ("v", student.networks.value, gradients.value),
      ] {
        for (tensor, name) in zip(gradient.tensors, published.names(of: network, scope: "main")) {
          compare(tensor.values, "step \(index) gradient of \(name)", step["grads"].numbers(name))
        }
        for (tensor, name) in zip(parameters.tensors, published.names(of: network, scope: "main")) {
          compare(tensor.values, "step \(index) \(name) after", step["after"].numbers(name))
        }
      }
      for (tensor, name) in zip(student.networks.targetValue.tensors, published.names(of: "v", scope: "target")) {
        compare(tensor.values, "step \(index) \(name) after", step["target_v_after"].numbers(name))
      }
    }
    print("published updates: largest deviation \(worst), in \(worstPath)")
  }
}

/// The published graph's figures, `published_updates.json`.
struct PublishedUpdates {
  /// A JSON object whose leaves are numbers or nested lists of numbers.
  struct Record {
    let fields: [String: Any]

    subscript(name: String) -> Record { Record(fields: fields[name] as? [String: Any] ?? [:]) }

    /// A number, or a list of lists of numbers in row-major order.
    func numbers(_ name: String) -> [Double] { Self.flatten(fields[name] ?? []) }

    func floats(_ name: String) -> [Float] { numbers(name).map(Float.init) }

    private static func flatten(_ value: Any) -> [Double] {
      if let list = value as? [Any] { return list.flatMap(flatten) }
      return (value as? NSNumber).map { [$0.doubleValue] } ?? []
    }
  }

  private let root: Record
  let steps: [Record]

  init() throws {
    let data = try Data(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "published_updates.json"))
    root = Record(fields: try #require(JSONSerialization.jsonObject(with: data) as? [String: Any]))
    steps = try #require(root.fields["steps"] as? [[String: Any]]).map(Record.init(fields:))
  }

  /// The reference's names of a network's variables, in the order of `ParameterVector.tensors`.
  func names(of network: String, scope: String) -> [String] {
    (0..<(network == "pi" ? 4 : 3)).flatMap { layer in
      ["kernel", "bias"].map { "\(scope)/\(network)/dense\(layer == 0 ? "" : "_\(layer)")/\($0):0" }
    }
  }

  /// A student with the reference's settings and first weights.
  func makeStudent(threadCount: Int) throws -> SoftActorCritic {
    let student = try SoftActorCritic(
      observationSize: 5, actionSize: 2,
      configuration: SoftActorCriticConfiguration(
        hiddenSizes: [8, 6], discount: 0.99, entropyCoefficient: 0.005, learningRate: 1e-3, polyak: 0.995,
        batchSize: 16),
      seed: 0, threadCount: threadCount)
    for (network, parameters) in [
      ("pi", student.networks.policy), ("q1", student.networks.q1), ("q2", student.networks.q2),
      ("v", student.networks.value), ("v", student.networks.targetValue),
    ] {
      for (tensor, name) in zip(parameters.tensors, names(of: network, scope: "main")) {
        tensor.assign(root["init"].floats(name))
      }
    }
    return student
  }

  /// Puts a step's batch and noise into a student.
  func load(_ step: Record, into student: SoftActorCritic) throws {
    try student.setBatch(
      observations: step.floats("obs1"), actions: step.floats("acts"), rewards: step.floats("rews"),
      nextObservations: step.floats("obs2"), ends: step.floats("done"), noise: step.floats("noise"))
  }
}
