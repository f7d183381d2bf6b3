import Teachers

/// What an episode (one sample, one update) costs over 20,000 episodes of the toy environment, and what single calls do.
enum EpisodeCosts {
  static let episodes = 20_000
  static let repetitions = 5

  static func measure() throws {
    print("\nper episode over \(episodes) toy episodes (2 relevant dimensions), median of \(repetitions) runs; calls of one run")
    print("teacher     dims   us/episode   sample p50/p99/max us          update p50/p99/max us")
    for dimension in [2, 12] {
      for name in TeacherCatalog.all.map(\.name) {
        let options =
          name == "Oracle"
          ? [
            ("window_step_vector", Array(repeating: "0.05", count: dimension).joined(separator: ",")),
            ("reward_threshold", "0.5"),
          ] : []
        var totals: [Double] = []
        var samples: [Double] = []
        var updates: [Double] = []
        for repetition in 0..<repetitions {
          (samples, updates) = try run(name, dimension: dimension, options: options, seed: UInt64(repetition))
          totals.append((samples.reduce(0, +) + updates.reduce(0, +)) / Double(episodes) / 1000)
        }
        print(
          padded(name, 10), padded("\(dimension)", 5), rounded(median(totals), 2, width: 12), "  ",
          quantiles(samples), quantiles(updates))
      }
    }
  }

  private static func quantiles(_ times: [Double]) -> String {
    let sorted = times.sorted()
    return [0.5, 0.99, 1].map { rounded(quantile($0, of: sorted) / 1000, 2, width: 9) }.joined(separator: " ")
  }

  /// The nanoseconds of every sample and every update. Reading the clock, about 20 ns a time, is taken off.
  private static func run(
    _ name: String, dimension: Int, options: [(name: String, value: String)], seed: UInt64
  ) throws -> ([Double], [Double]) {
    let teacher = try makeTeacher(name, dimension: dimension, options: options, seed: seed)
    var world = ToyWorld(relevantDimensions: 2)
    let task = UnsafeMutableBufferPointer<Double>.allocate(capacity: dimension)
    task.initialize(repeating: 0)
    defer { task.deallocate() }
    let clock = median((0..<1000).map { _ in -now() + now() })
    var samples: [Double] = []
    var updates: [Double] = []
    for _ in 0..<episodes {
      let start = now()
      teacher.sampleTask(into: task)
      let sampled = now()
      let reward = world.play(UnsafeBufferPointer(task))
      let played = now()
      teacher.update(task: UnsafeBufferPointer(task), episodeReturn: reward)
      let updated = now()
      samples.append(max(0, sampled - start - clock))
      updates.append(max(0, updated - played - clock))
    }
    return (samples, updates)
  }
}
