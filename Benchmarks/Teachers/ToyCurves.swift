import Foundation
import Teachers

/// Compares our learning curves on the toy environment with recorded ones of the reference implementation.
enum ToyCurves {
  static let episodes = [5_000, 10_000, 20_000]
  static let seeds = 60

  /// Prints the mean share of mastered cells, ours and the reference's, and whether they agree: within three standard
  /// errors of the difference, or 0.5 points.
  static func compare(folder: String) throws {
    print("| dims | teacher | episodes | ours | reference | difference | 3 standard errors | agrees |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for (dimension, file) in [(2, "toy_curves_2d.json"), (3, "toy_curves_3d.json")] {
      let data = try Data(contentsOf: URL(filePath: folder).appending(path: file))
      let reference = try JSONDecoder().decode([String: [String: [Double]]].self, from: data)
      for (name, curves) in reference.sorted(by: { $0.key < $1.key }) {
        guard TeacherCatalog.all.contains(where: { $0.name == name }) else {
          print("no teacher is called \(name)")
          continue
        }
        let ours = try (0..<seeds).map { try curve(name, dimension: dimension, seed: UInt64($0)) }
        for (place, episode) in episodes.enumerated() {
          let a = ours.map { $0[place] }
          let b = curves.values.map { $0[episode / 1000] }
          let difference = mean(a) - mean(b)
          let error = (variance(a) / Double(a.count) + variance(b) / Double(b.count)).squareRoot()
          let agrees = abs(difference) <= max(0.5, 3 * error)
          print(
            "| \(dimension) | \(name) | \(episode) | \(rounded(mean(a), 2)) | \(rounded(mean(b), 2)) "
              + "| \(rounded(difference, 2)) | \(rounded(3 * error, 2)) | \(agrees ? "yes" : "NO") |")
        }
      }
    }
  }

  /// The mastered share before each of `episodes`.
  private static func curve(_ name: String, dimension: Int, seed: UInt64) throws -> [Double] {
    let teacher = try makeTeacher(name, dimension: dimension, seed: seed)
    var world = ToyWorld(relevantDimensions: dimension)
    let task = UnsafeMutableBufferPointer<Double>.allocate(capacity: dimension)
    task.initialize(repeating: 0)
    defer { task.deallocate() }
    var shares: [Double] = []
    for episode in 0...20_000 {
      if episodes.contains(episode) { shares.append(world.masteredShare) }
      teacher.sampleTask(into: task)
      let reward = world.play(UnsafeBufferPointer(task))
      teacher.update(task: UnsafeBufferPointer(task), episodeReturn: reward)
    }
    return shares
  }

  private static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

  private static func variance(_ numbers: [Double]) -> Double {
    let center = mean(numbers)
    return numbers.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(max(1, numbers.count - 1))
  }
}
