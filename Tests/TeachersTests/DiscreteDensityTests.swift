import Glibc
import Numerics
import Tasks
import Testing

@testable import Teachers

/// Densities over spaces with integers and categories, beside what the teachers propose.
@Suite struct DiscreteDensityTests {
  private static let space = try? TaskSpace([
    Parameter("g", .logNumber, low: 0.01, high: 100), Parameter("n", .integer, low: -1, high: 3),
    Parameter("c", .category(["a", "b", "c"])),
  ])

  /// A teacher that has come some way, drawn to low `g` and the category "b".
  private func trained(_ name: String, _ normalize: Bool) throws -> TeacherInstance {
    var options = ["normalize": "\(normalize)"]
    if name == "Oracle" {
      options.merge(["window_step_vector": "0.1,0.5,0", "window_fraction": "0.4", "reward_threshold": "0"]) { $1 }
    }
    let teacher = try makeTeacher(name, try #require(Self.space), options, seed: 11)
    teacher.train(1500) { task, episode in
      task[2] == 1 && task[0] < 1 ? (task[1] + 2) * Double(episode % 500) / 500 : 0
    }
    return teacher
  }

  /// Summed over the discrete values and integrated over the number the density is 1 less what is clamped, and each
  /// value has the probability with which it is drawn.
  @Test(arguments: ["Random", "Oracle", "ALP-GMM", "Covar-GMM", "RIAC"], [true, false])
  func valuesAreDrawnWithTheirProbabilities(name: String, normalize: Bool) throws {
    let teacher = try trained(name, normalize)
    let cells = 400
    var probabilities: [[Double]: Double] = [:]
    for n in -1...3 {
      for c in 0...2 {
        let key = [Double(n), Double(c)]
        for cell in 0..<cells {
          // Even steps of the logarithm: a step's width is the density's unit.
          let g = pow(10, -2 + 4 * (Double(cell) + 0.5) / Double(cells))
          let width = g * log(10) * 4 / Double(cells)
          probabilities[key, default: 0] += Glibc.exp(teacher.logDensity(at: [g] + key)) * width
        }
      }
    }
    // RIAC moves some draws to just inside a region's bounds.
    let margin = normalize ? 4e-5 : 1e-5
    let regions = try teacher.regions(after: nil)
    let moved = stride(from: 0, to: regions.low.count, by: 3).flatMap {
      [log10(regions.low[$0]) + margin, log10(regions.high[$0]) - margin]
    }
    let draws = 40_000
    var counts: [[Double]: Int] = [:]
    for _ in 0..<draws {
      let task = teacher.sample()
      // Numbers at their bounds were moved there, and have no density.
      let isMoved = name == "RIAC" && moved.contains { abs($0 - log10(task[0])) < 1e-10 }
      if task[0] > 0.01, task[0] < 100, !isMoved { counts[Array(task[1...]), default: 0] += 1 }
    }
    for (key, probability) in probabilities {
      let share = Double(counts[key] ?? 0) / Double(draws)
      let error = (max(probability, 1e-4) * (1 - probability) / Double(draws)).squareRoot()
      #expect(abs(share - probability) < 5 * error + 0.01 * probability, "\(key): \(share), \(probability)")
    }
    let all = probabilities.values.reduce(0, +)
    let inside = Double(counts.values.reduce(0, +)) / Double(draws)
    #expect(abs(all - inside) < 0.01)
  }
}
