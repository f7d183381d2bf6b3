import Numerics
import Teachers

/// What one fit of mixtures with 2 to 10 components costs on 250 points, as ALP-GMM meets them.
enum FitCosts {
  static let repetitions = 3

  @Sendable static func measure() throws {
    print(
      "\none fit, k = 2..10, on 250 vectors of a task and its ALP; median and greatest over 40 batches of a toy run:\n"
        + "processor time of one thread; by the clock on the wall with one thread and with two, and the ratio")
    for dimension in [3, 13] {
      let batches = try batches(dimension: dimension)
      let alone = Fitter(dimension: dimension, threads: 1)
      let pair = Fitter(dimension: dimension, threads: 2)
      var (times, oneThread, twoThreads): ([Double], [Double], [Double]) = ([], [], [])
      for batch in batches {
        for _ in 0..<repetitions {
          times.append(alone.time(batch, by: computed))
          oneThread.append(alone.time(batch, by: now))
          twoThreads.append(pair.time(batch, by: now))
        }
      }
      print(
        padded("\(dimension)-D", 6), rounded(median(times), 3, width: 9), "ms ",
        rounded(times.max() ?? 0, 3, width: 9), "ms ", rounded(median(oneThread), 3, width: 9), "ms ",
        rounded(median(twoThreads), 3, width: 9), "ms ",
        rounded(median(zip(oneThread, twoThreads).map { $0 / $1 }), 2, width: 6))
    }
  }

  private final class Fitter {
    private let fitter: MixtureFitter
    private var generator = Xoshiro256PlusPlus(seed: 1)

    init(dimension: Int, threads: Int) {
      let settings = MixtureSettings(components: 2...10, threads: threads)
      fitter = MixtureFitter(capacity: 250, dimension: dimension, settings: settings, workers: Workers())
    }

    /// The milliseconds of a fit.
    func time(_ batch: [Double], by clock: () -> Double) -> Double {
      batch.withUnsafeBufferPointer { fitter.points.load(rows: $0) }
      var previous: [GaussianMixture] = []
      let start = clock()
      _ = fitter.fit(startingFrom: &previous, using: &generator)
      return (clock() - start) / 1e6
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
          teacher.update(task: task, outcome: EpisodeOutcome(episodeReturn: reward))
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
