import Arguments
import Foundation
import Tasks
import Testing

@testable import Teachers

extension TeacherInstance {
  /// The one region that a teacher with a box has.
  func bounds() throws -> (low: [Double], high: [Double]) {
    let regions = try regions(after: nil)
    #expect(regions.count == 1)
    return (regions.low, regions.high)
  }
}

@Suite struct ADRTests {
  /// A run of the reference, episode by episode: the task, the return, and the bounds after it. Its bounds are `Float`.
  @Test(arguments: [
    (
      "adr_exact_step", [-3.0, 0], [3.0, 6],
      ["initial_mean": "0,5.8125", "grow_threshold": "180", "shrink_threshold": "0", "queue_len": "10"], [0.125, 0.125]
    ),
    (
      "adr_decimal_step", [0.0, 0, 0], [1.0, 1, 1],
      ["initial_mean": "0.05,0.5,0.93", "grow_threshold": "0.75", "shrink_threshold": "0.25", "queue_len": "5"],
      [0.1, 0.1, 0.1]
    ),
  ])
  func boundsMoveAsTheReferences(
    name: String, low: [Double], high: [Double], options: [String: String], steps: [Double]
  ) throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/\(name).txt")
    let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count > 100)
    let share = steps[0] / (high[0] - low[0])
    let teacher = try makeTeacher("ADR", try space(low, high), options.merging(["step_size": "\(share)"]) { $1 })
    let d = low.count
    var changes = 0
    for (row, line) in lines.enumerated() {
      let numbers = try line.split(separator: " ").map { try Double(#require(Float($0))) }
      teacher.update(Array(numbers[..<d]), numbers[d])
      let bounds = try teacher.bounds()
      for (ours, theirs) in zip(bounds.low + bounds.high, numbers[(d + 1)...]) {
        #expect(abs(ours - theirs) < 1e-6, "\(name), row \(row)")
      }
      changes = teacher.changeEpisodes.count
    }
    #expect(changes > 10)
  }

  /// Learning curves beside the reference's (20 seeds, in percent of mastered cells).
  @Test func learningCurvesAreTheReferences() throws {
    let recorded = [(5000, 17.5, 1.0513), (10_000, 34.9, 2.5935)]
    let options = [
      "initial_mean": "0.05,0.05", "step_size": "0.05", "grow_threshold": "0.75", "shrink_threshold": "0",
    ]
    let seeds = 20
    let shares = try (0..<seeds).map { seed in
      let teacher = try makeTeacher("ADR", .unitBox(dimension: 2), options, seed: UInt64(seed))
      var cells = Cells()
      var played = 0
      return recorded.map { point in
        teacher.train(point.0 - played) { task, _ in cells.play(task) }
        played = point.0
        return cells.masteredShare
      }
    }
    for (place, point) in recorded.enumerated() {
      let mean = shares.reduce(0) { $0 + $1[place] } / Double(seeds)
      let variance = shares.reduce(0) { $0 + ($1[place] - mean) * ($1[place] - mean) } / Double(seeds - 1)
      let error = ((variance + point.2 * point.2) / Double(seeds)).squareRoot()
      #expect(abs(mean - point.1) <= max(0.5, 3 * error), "\(mean) before episode \(point.0)")
    }
  }

  /// A student that always succeeds has the whole task space in the end, whatever the kinds of its parameters.
  @Test func theBoxGrowsToTheWholeTaskSpaceIfAllSucceeds() throws {
    let mixed = try TaskSpace([
      Parameter("g", .logNumber, low: 0.01, high: 100), Parameter("n", .integer, low: -1, high: 3),
      Parameter("c", .category(["a", "b", "c"])), Parameter("x", .number, low: -1e6, high: 1e6),
    ])
    let teacher = try makeTeacher("ADR", mixed, ["signal": "success"])
    for _ in 0..<10_000 { teacher.update(teacher.sample(), EpisodeOutcome(success: 1)) }
    let random = try makeTeacher("Random", mixed)
    for task in [[0.5, 0, 2, 17], [99, -1, 0, -9e5]] {
      #expect(abs(teacher.logDensity(at: task) - random.logDensity(at: task)) < 1e-9)
    }
  }

  @Test func aPointHasNoDensityAndEveryTaskIsThere() throws {
    let teacher = try makeTeacher("ADR", try space([0, -3], [3, 6]), ["initial_mean": "1,-2"])
    #expect(teacher.sample() == [1, -2] && teacher.logDensity(at: [1, -2]) == -.infinity)
    let bounds = try teacher.bounds()
    #expect(bounds.low == [1, -2] && bounds.high == [1, -2])
  }

  /// Boundary draws of numbers have no density; those of integers have a probability.
  @Test func theDensityIsThatOfTheDraws() throws {
    let mixed = try TaskSpace([
      Parameter("x", .number, low: 0, high: 1), Parameter("n", .integer, low: 0, high: 9),
    ])
    let options = ["signal": "success", "queue_len": "3", "step_size": "0.05", "boundary_sampling_p": "0.4"]
    let teacher = try makeTeacher("ADR", mixed, options)
    for _ in 0..<150 { teacher.update(teacher.sample(), EpisodeOutcome(success: 1)) }
    let bounds = try teacher.bounds()
    #expect(bounds.high[0] - bounds.low[0] < 1 && bounds.high[0] - bounds.low[0] > 0.2)
    let draws = 100_000
    var counts: [Double: Int] = [:]
    for _ in 0..<draws {
      let task = teacher.sample()
      if task[0] != bounds.low[0], task[0] != bounds.high[0] { counts[task[1], default: 0] += 1 }
    }
    for n in 0...9 {
      let inside = (bounds.low[0] + bounds.high[0]) / 2
      let probability =
        exp(teacher.logDensity(at: [inside, Double(n)])) * (bounds.high[0] - bounds.low[0])
      let share = Double(counts[Double(n)] ?? 0) / Double(draws)
      #expect(abs(share - probability) < 5 * (probability / Double(draws)).squareRoot() + 1e-9, "\(n)")
    }
    // The share of draws that are not at a bound of the number.
    #expect(abs(Double(counts.values.reduce(0, +)) / Double(draws) - (1 - 0.4 / 2)) < 0.01)
  }

  /// An outcome of a task that lies at no bound any more changes nothing.
  @Test func lateOutcomesOfOldBoundsDoNotCount() throws {
    let teacher = try makeTeacher("ADR", .unitBox(dimension: 1), ["signal": "success", "queue_len": "2"])
    for _ in 0..<2 { teacher.update([0.5], EpisodeOutcome(success: 1)) }
    let bounds = try teacher.bounds()
    #expect(bounds.low == [0.4] && bounds.high == [0.6])
    for _ in 0..<9 { teacher.update([0.5], EpisodeOutcome(success: 0)) }
    #expect(try teacher.bounds() == bounds)
    for _ in 0..<2 { teacher.update([Double(Float(0.6))], EpisodeOutcome(success: 0)) }
    #expect(try teacher.bounds().high == [0.5])
  }

  @Test func optionsThatDoNotFitAreRefused() throws {
    let box = try space([0, 0], [1, 2])
    #expect(
      try errorMessage("ADR", box, [("initial_mean", "0.5")])
        == "option 'initial_mean' has 1 numbers; it must have one for each of the task space's 2 dimensions")
    #expect(
      try errorMessage("ADR", box, [("initial_mean", "0.5,3")])
        == "option 'initial_mean' has 3 in dimension 1; it must be from 0 to 2")
    #expect(
      try errorMessage("ADR", box, [("grow_threshold", "-1")])
        == "option 'shrink_threshold' is 0; it must be below 'grow_threshold', which is -1")
    let teacher = try makeTeacher("ADR", box, ["signal": "success"])
    #expect(teacher.options.text(of: ThresholdOptions.grow.description) == "0.75")
  }
}
