import Pictures
import Student

/// The files that `teachdrl toy --gif DIR` writes: an animation a teacher, and the mastered share over episodes.
struct ToyPictures {
  private let comparison: ToyComparison
  private let folder: OutputFolder

  /// Makes the folder where there is none. Throws a `Misuse` where there is nothing to animate.
  init(_ comparison: ToyComparison, folder path: String) throws {
    let dimensions = try comparison.cells().dimensions
    guard dimensions >= 2 else {
      throw Misuse(message: "nb_dims is \(dimensions), and --gif shows two dimensions; give 2 or more, or leave it out")
    }
    self.comparison = comparison
    folder = try OutputFolder(path, inputs: try Inputs())
  }

  /// Writes all of them, and returns their paths; nil once `isStopped` is true.
  func write(_ runs: [ToyComparison.Run], until isStopped: @escaping @Sendable () -> Bool) throws -> [String]? {
    var paths = try writeCurves(runs)
    guard let recordings = try comparison.record(until: isStopped) else { return nil }
    for recording in recordings {
      guard let gif = try recording.animation().gif(while: { _ in !isStopped() }) else { return nil }
      paths.append(try folder.write(gif, to: "\(recording.teacher).gif"))
    }
    return paths
  }

  private func writeCurves(_ runs: [ToyComparison.Run]) throws -> [String] {
    let groups = comparison.teachers.map { teacher in
      MasteredSharePicture.Group(name: teacher.name, scores: runs.filter { $0.teacher == teacher.name }.map(\.scores))
    }
    return try folder.write(
      MasteredSharePicture(episodes: comparison.points, groups: groups).picture, to: "mastered_cells")
  }
}
