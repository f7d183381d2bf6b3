import Foundation
import Numerics
import Tasks
import Testing

@testable import Teachers

@Suite struct SPDLTests {
  /// A step of the reference (PyTorch): what it starts from, and what its functions gave.
  private struct Recorded {
    let name: String
    let present: Gaussian
    let target: Gaussian
    let tasks: [Double]
    let values: [Double]
    let alpha: Double
    let divergence: Double
    let gradient: [Double]
    let fullStep: [Double]
    let next: Gaussian
    let objective: Double
    let distance: Double

    static func read() throws -> [Recorded] {
      let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/spdl_steps.txt")
      let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
      return try stride(from: 0, to: lines.count, by: 11).map { first in
        func numbers(_ line: Int) throws -> [Double] {
          try lines[first + line].split(separator: " ").map { try #require(Double($0)) }
        }
        let d = Int(try numbers(1)[0])
        let (weights, figures) = (try numbers(6), try numbers(10))
        return Recorded(
          name: String(lines[first]), present: gaussian(try numbers(2), d), target: gaussian(try numbers(3), d),
          tasks: try numbers(4), values: try numbers(5), alpha: weights[0], divergence: weights[1],
          gradient: try numbers(7), fullStep: try numbers(8), next: gaussian(try numbers(9), d), objective: figures[0],
          distance: figures[1])
      }
    }

    /// The mean, the logarithms of the diagonal, and what is below it row by row.
    static func gaussian(_ numbers: [Double], _ d: Int) -> Gaussian {
      var result = Gaussian(mean: Array(numbers[..<d]), deviations: numbers[d..<(2 * d)].map { Foundation.exp($0) })
      var place = 2 * d
      for i in 0..<d {
        for j in 0..<i {
          result.factor[i * d + j] = numbers[place]
          place += 1
        }
      }
      return result
    }
  }

  private func flat(_ direction: SelfPacedStep.Direction) -> [Double] {
    let d = direction.mean.count
    return direction.mean + (0..<d).map { direction.factor[$0 * d + $0] }
      + (0..<d).flatMap { i in (0..<i).map { direction.factor[i * d + $0] } }
  }

  @Test func aStepIsTheReferences() throws {
    let recorded = try Recorded.read()
    #expect(recorded.count == 4)
    for example in recorded {
      let step = SelfPacedStep(
        present: example.present, target: example.target, tasks: example.tasks, values: example.values,
        alpha: example.alpha, divergence: example.divergence)
      #expect(abs(example.present.divergence(to: example.target) - example.distance) < 1e-5)
      #expect(abs(step.objective(example.present) - example.objective) < 1e-5)
      let gradient = step.gradient
      let scale = example.gradient.map(abs).max() ?? 1
      for (ours, theirs) in zip(flat(gradient), example.gradient) {
        #expect(abs(ours - theirs) < 1e-5 * max(scale, 1), "\(example.name)")
      }
      // Beside an exact solution of the reference's system, as ours is.
      let full = flat(try #require(step.fullStep(gradient)))
      for (ours, theirs) in zip(full, example.fullStep) {
        #expect(abs(ours - theirs) < 2e-5 * (full.map(abs).max() ?? 1), "\(example.name)")
      }
      // Its conjugate gradient is not exact: 2e-5 to 2e-3 of the step's length. The bound of the deviations comes after.
      if example.name != "one_dimension_std_bound" {
        let next = try #require(step.next())
        for (ours, theirs) in zip(next.mean + next.factor, example.next.mean + example.next.factor) {
          #expect(abs(ours - theirs) < 5e-3, "\(example.name)")
        }
      }
    }
  }

  /// With a value that is the same everywhere there is nothing but the target.
  @Test func itReachesItsTargetIfTheValueIsConstant() throws {
    let teacher = try makeTeacher(
      "SPDL", try space([0, -4], [1, 4]),
      ["initial_mean": "0.1,3", "target_mean": "0.6,0", "target_deviation": "0.2", "alpha_offset": "0", "zeta": "1"])
    teacher.train(8000) { _, _ in 1 }
    let mixture = try #require(try teacher.mixture(after: nil))
    #expect(abs(mixture.means[0] - 0.6) < 0.05 && abs(mixture.means[1]) < 0.4)
    #expect(abs(mixture.covariance(of: 0, 0, 0).squareRoot() - 0.2) < 0.05)
    #expect(abs(mixture.covariance(of: 0, 1, 1).squareRoot() - 1.6) < 0.4)
    #expect(mixture.samplingWeights == [1] && teacher.mixtureDimension == 2)
  }

  /// While the target does not count, tasks move to where the value is high.
  @Test func itFollowsTheValueEstimate() throws {
    let teacher = try makeTeacher("SPDL", .unitBox(dimension: 2), ["alpha_offset": "1000"])
    for _ in 0..<3000 {
      let task = teacher.sample()
      teacher.update(task, EpisodeOutcome(episodeReturn: 0, valueEstimate: task[0]))
    }
    let mixture = try #require(try teacher.mixture(after: nil))
    #expect(mixture.means[0] > 0.7 && abs(mixture.means[1] - 0.5) < 0.3)
    #expect(teacher.needs == .episodeReturn && teacher.uses.contains(.valueEstimate))
  }

  @Test func theFirstDistributionStaysUntilTheOffset() throws {
    let teacher = try makeTeacher(
      "SPDL", try space([-2, 0], [2, 1]), ["initial_mean": "1,0.5", "update_offset": "250", "update_rate": "50"])
    teacher.train(249) { task, _ in task[0] }
    #expect(teacher.changeEpisodes.isEmpty)
    let first = try #require(try teacher.mixture(after: nil))
    #expect(first.means == [1, 0.5] && abs(first.covariance(of: 0, 0, 0) - 0.16) < 1e-12)
    teacher.train(1) { task, _ in task[0] }
    #expect(teacher.changeEpisodes == [250])
  }

  /// The density is that of the draws which are not clipped.
  @Test func theDensityIntegratesToTheShareThatIsNotClipped() throws {
    let teacher = try makeTeacher(
      "SPDL", try space([0, 0], [2, 1]), ["initial_mean": "0.3,0.9", "initial_deviation": "0.2"])
    var integral = 0.0
    let cells = 200
    for i in 0..<cells {
      for j in 0..<cells {
        let task = [2 * (Double(i) + 0.5) / Double(cells), (Double(j) + 0.5) / Double(cells)]
        integral += Foundation.exp(teacher.logDensity(at: task)) * 2 / Double(cells * cells)
      }
    }
    let draws = (0..<20_000).map { _ in teacher.sample() }
    let inside = draws.count { $0[0] > 0 && $0[0] < 2 && $0[1] > 0 && $0[1] < 1 }
    #expect(abs(integral - Double(inside) / 20_000) < 0.015)
  }
}
