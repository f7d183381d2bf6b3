import Numerics
import Teachers

/// Compares our learning curves on the toy environment with the reference implementation's, with the reference's settings:
/// rewards as they are, in the task space's own units.
enum ToyCurves {
  static let episodes = [5_000, 10_000, 20_000]
  static let seeds = 60

  /// Prints our mean share of mastered cells and the reference's, and whether they agree: the difference is at most
  /// three standard errors of the difference, or 0.5 points.
  ///
  /// - Returns: Whether all agree.
  static func compare(with references: [ToyReference]) throws -> Bool {
    print("| dims | teacher | episodes | ours | reference | difference | allowed | agrees |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    var allAgree = true
    for reference in references {
      let ours = try inParallel(seeds) {
        try curve(reference.teacher, dimension: reference.dimension, seed: UInt64($0))
      }
      for (place, theirs) in reference.shares.enumerated() {
        let sample = Sample(ours.map { $0[place] })
        let difference = sample.mean - theirs.mean
        let allowed = max(0.5, 3 * (sample.meanVariance + theirs.meanVariance).squareRoot())
        let agrees = abs(difference) <= allowed
        allAgree = allAgree && agrees
        print(
          "| \(reference.dimension) | \(reference.teacher) | \(episodes[place]) | \(rounded(sample.mean, 2)) "
            + "| \(rounded(theirs.mean, 2)) | \(rounded(difference, 2)) | \(rounded(allowed, 2)) "
            + "| \(agrees ? "yes" : "NO") |")
      }
    }
    return allAgree
  }

  /// The mastered share before each of `episodes`.
  private static func curve(_ name: String, dimension: Int, seed: UInt64) throws -> [Double] {
    let options = UnitCurves.settings[0].options
    let teacher = try makeTeacher(name, .unitBox(dimension: dimension), options: options, seed: seed)
    var world = ToyWorld(relevantDimensions: dimension)
    let task = UnsafeMutableBufferPointer<Double>.allocate(capacity: dimension)
    task.initialize(repeating: 0)
    defer { task.deallocate() }
    var shares: [Double] = []
    for episode in 0...20_000 {
      if episodes.contains(episode) { shares.append(world.masteredShare) }
      teacher.sampleTask(into: task)
      let reward = world.play(UnsafeBufferPointer(task))
      teacher.update(task: UnsafeBufferPointer(task), outcome: EpisodeOutcome(episodeReturn: reward))
    }
    return shares
  }
}
