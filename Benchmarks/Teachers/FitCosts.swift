import Numerics
import Teachers

/// What one fit of mixtures with 2 to 10 components costs on 250 points, as ALP-GMM meets them.
enum FitCosts {
  static let repetitions = 3

  @Sendable static func measure() throws {
    print(
      "\none fit, k = 2..10, on 250 vectors of a task and its ALP; processor time, median and greatest over\n40 batches of a toy run"
    )
    for dimension in [3, 13] {
      let batches = try batches(dimension: dimension)
      let fitter = MixtureFitter(capacity: 250, dimension: dimension, settings: MixtureSettings(components: 2...10))
      var generator = Xoshiro256PlusPlus(seed: 1)
      var times: [Double] = []
      for batch in batches {
        batch.withUnsafeBufferPointer { fitter.points.load(rows: $0) }
        for _ in 0..<repetitions {
          var previous: [GaussianMixture] = []
          let start = computed()
          _ = fitter.fit(startingFrom: &previous, using: &generator)
          times.append((computed() - start) / 1e6)
        }
      }
      print(
        padded("\(dimension)-D", 6), rounded(median(times), 3, width: 9), "ms ",
        rounded(times.max() ?? 0, 3, width: 9), "ms")
    }
  }

  /// The first 40 batches of 250 vectors of ALP-GMM on the toy environment.
  private static func batches(dimension: Int) throws -> [[Double]] {
    let teacher = try makeTeacher("ALP-GMM", dimension: dimension - 1, seed: 1)
    var world = ToyWorld(relevantDimensions: 2)
    var neighbors = NearestNeighbors(dimension: dimension - 1, memory: nil)
    var task = Array(repeating: 0.0, count: dimension - 1)
    var batches: [[Double]] = []
    for _ in 0..<40 {
      var rows: [Double] = []
      for _ in 0..<250 {
        task.withUnsafeMutableBufferPointer { teacher.sampleTask(into: $0) }
        task.withUnsafeBufferPointer { task in
          let reward = world.play(task)
          teacher.update(task: task, episodeReturn: reward)
          rows.append(contentsOf: task)
          rows.append(neighbors.insertedCount > 5 ? abs(reward - (neighbors.nearest(to: task)?.value ?? 0)) : 0)
          neighbors.insert(task, value: reward)
        }
      }
      batches.append(rows)
    }
    return batches
  }
}
