import Numerics
import Tasks
import Teachers

/// How much the units of tasks and returns matter: the share of the toy environment's cells that are mastered in the end,
/// with the published settings and with the defaults.
enum UnitCurves {
  static let episodes = 20_000
  static let teachers = ["ALP-GMM", "Covar-GMM", "RIAC"]
  static let settings: [(name: String, options: [(name: String, value: String)])] = [
    ("published", [("reward_range", "off"), ("normalize", "false")]), ("default", []),
  ]

  /// What the toy environment's tasks and rewards are told in.
  struct Units {
    let name: String
    var widths = [1.0, 1]
    var episodeReturn: @Sendable (_ reward: Double, _ episode: Int) -> Double = { reward, _ in reward }
  }

  static let units = [
    Units(name: "tasks and returns in [0, 1]"),
    Units(name: "axes in units of 1000 and 0.001", widths: [1000, 0.001]),
    Units(name: "returns from -150 to 350") { reward, _ in 500 * reward - 150 },
    Units(name: "returns times 0.001") { reward, _ in 0.001 * reward },
    Units(name: "one return a million times larger") { reward, episode in episode == 5000 ? 1e6 : reward },
    Units(name: "axes, and returns from -150 to 350", widths: [1000, 0.001]) { reward, _ in 500 * reward - 150 },
  ]

  /// Prints the mean share over seeds, in percent, and its standard deviation.
  static func measure(seeds: Int) throws {
    print(
      "mastered cells of the toy environment after \(episodes) episodes, in %, mean and deviation of \(seeds) seeds\n")
    let columns = teachers.flatMap { teacher in settings.map { "\(teacher), \($0.name)" } }
    print("| units | \(columns.joined(separator: " | ")) |")
    print("| --- |\(String(repeating: " --- |", count: columns.count))")
    for unit in units {
      var cells: [String] = []
      for teacher in teachers {
        for setting in settings {
          let shares = try inParallel(seeds) {
            try share(teacher, setting.options, unit, seed: UInt64($0))
          }
          let sample = Sample(shares)
          let deviation = (sample.meanVariance * Double(seeds)).squareRoot()
          cells.append("\(rounded(sample.mean, 1)) +- \(rounded(deviation, 1))")
        }
      }
      print("| \(unit.name) | \(cells.joined(separator: " | ")) |")
    }
  }

  private static func share(
    _ name: String, _ options: [(name: String, value: String)], _ units: Units, seed: UInt64
  ) throws -> Double {
    guard let taskSpace = TaskSpace(low: [0, 0], high: units.widths) else { return .nan }
    let teacher = try makeTeacher(name, taskSpace, options: options, seed: seed)
    var world = ToyWorld(relevantDimensions: 2)
    var task = [0.0, 0]
    for episode in 0..<episodes {
      task.withUnsafeMutableBufferPointer { teacher.sampleTask(into: $0) }
      let place = [task[0] / units.widths[0], task[1] / units.widths[1]]
      let reward = place.withUnsafeBufferPointer { world.play($0) }
      let episodeReturn = units.episodeReturn(reward, episode)
      task.withUnsafeBufferPointer { teacher.update(task: $0, outcome: EpisodeOutcome(episodeReturn: episodeReturn)) }
    }
    return world.masteredShare
  }
}
