import Glibc
import Numerics
import Tasks
import Testing

@testable import Teachers

@Suite struct DORAEMONTests {
  /// The best of a fine grid of distributions in one dimension, each checked against both constraints.
  @Test(arguments: [(0.5, 0.1), (0.8, 0.05), (0.3, 0.5), (0.9, 0.02)])
  func aStepIsTheBestThereIs(share: Double, divergence: Double) throws {
    var generator = Xoshiro256PlusPlus(seed: 9)
    let present = BetaDistribution(8, 12)
    let points = (0..<200).map { _ in present.sample(using: &generator) }
    // What lies higher is harder.
    let successes = points.map { $0 < 0.45 || generator.uniform() < 0.2 ? 1.0 : 0 }
    let step = WideningBetas(present: [present], points: points, successes: successes, divergence: divergence)
    var best: (entropy: Double, success: Double) = (-.infinity, 0)
    for i in 0...400 {
      for j in 0...400 {
        let betas = [BetaDistribution(pow(110, Double(i) / 400), pow(110, Double(j) / 400))]
        guard step.divergence(to: betas) <= divergence else { continue }
        best.success = max(best.success, step.success(betas))
        if step.success(betas) >= share { best.entropy = max(best.entropy, step.entropy(betas)) }
      }
    }
    let next = try #require(step.next(share: share, seeksSuccess: true))
    #expect(step.divergence(to: next) <= divergence + 1e-9)
    if best.entropy > -.infinity {
      #expect(step.success(next) >= share)
      #expect(step.entropy(next) > best.entropy - 0.01, "\(step.entropy(next)), \(best.entropy)")
    } else {
      #expect(step.success(next) > best.success - 0.01)
    }
  }

  @Test func itBecomesUniformIfAllSucceeds() throws {
    let box = try space([0, -4], [1, 4])
    let teacher = try makeTeacher("DORAEMON", box, ["initial_mean": "0.1,3", "max_kl": "0.2"])
    for _ in 0..<10_000 { teacher.update(teacher.sample(), EpisodeOutcome(success: 1)) }
    let random = try makeTeacher("Random", box)
    for task in [[0.5, 0], [0.02, 3.9], [0.98, -3.9]] {
      #expect(abs(teacher.logDensity(at: task) - random.logDensity(at: task)) < 0.1)
    }
  }

  /// Without any success there is nothing to follow.
  @Test(arguments: ["true", "false"])
  func itStaysIfNothingSucceeds(waits: String) throws {
    let teacher = try makeTeacher("DORAEMON", .unitBox(dimension: 2), ["wait_for_success": waits])
    let before = teacher.logDensity(at: [0.5, 0.4])
    for _ in 0..<1000 { teacher.update(teacher.sample(), EpisodeOutcome(success: 0)) }
    #expect(teacher.logDensity(at: [0.5, 0.4]) == before && teacher.changeEpisodes.isEmpty)
  }

  /// It widens to where the share of success is the one asked for.
  @Test func theShareOfSuccessIsKept() throws {
    let teacher = try makeTeacher(
      "DORAEMON", .unitBox(dimension: 2), ["success_share": "0.6", "initial_mean": "0.2,0.2", "update_rate": "400"])
    var last: [Double] = []
    for _ in 0..<40_000 {
      let task = teacher.sample()
      let success = task[0] < 0.4 ? 1.0 : 0
      last.append(success)
      teacher.update(task, EpisodeOutcome(success: success))
    }
    let share = last.suffix(8000).reduce(0, +) / 8000
    #expect(abs(share - 0.6) < 0.06, "\(share)")
    // The second dimension does not matter, and is as wide as can be.
    #expect(abs(teacher.logDensity(at: [0.2, 0.1]) - teacher.logDensity(at: [0.2, 0.9])) < 0.3)
  }

  @Test func itStartsAroundTheGivenTask() throws {
    let teacher = try makeTeacher("DORAEMON", try space([-10, 0], [10, 8]), ["initial_mean": "-5,8"])
    let tasks = (0..<2000).map { _ in teacher.sample() }
    #expect(abs(tasks.reduce(0) { $0 + $1[0] } / 2000 + 5) < 0.2)
    #expect(tasks.reduce(0) { $0 + $1[1] } / 2000 > 7.8)
    let box = try teacher.bounds()
    // Nine tenths of nine tenths.
    let inside = tasks.filter { task in (0..<2).allSatisfy { task[$0] >= box.low[$0] && task[$0] <= box.high[$0] } }
    #expect(abs(Double(inside.count) / 2000 - 0.81) < 0.05)
    #expect(teacher.needs == .success)
  }

  /// Over integers the density is the probability with which they are drawn.
  @Test func integersAreDrawnWithTheirProbabilities() throws {
    let mixed = try TaskSpace([Parameter("n", .integer, low: 0, high: 4)])
    let teacher = try makeTeacher("DORAEMON", mixed, ["initial_concentration": "3", "initial_mean": "1"])
    var counts = [0, 0, 0, 0, 0]
    for _ in 0..<40_000 { counts[Int(teacher.sample()[0])] += 1 }
    for n in 0...4 {
      let probability = exp(teacher.logDensity(at: [Double(n)]))
      #expect(abs(Double(counts[n]) / 40_000 - probability) < 0.015, "\(n)")
    }
  }
}
