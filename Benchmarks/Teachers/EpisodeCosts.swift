import Teachers

/// What an episode (one sample, one update) costs over 20,000 episodes of the toy environment, and what single calls do.
enum EpisodeCosts {
  static let episodes = 20_000
  static let repetitions = 5

  @Sendable static func measure() throws {
    print(
      "\nper episode over \(episodes) toy episodes (2 relevant dimensions): processor time, median of \(repetitions) runs;"
    )
    print("single calls of one run by the clock on the wall")
    print("teacher       dims   us/episode       sample p50/p99/max us         update p50/p99/max us")
    for dimension in [2, 12] {
      for name in TeacherCatalog.names {
        var totals: [Double] = []
        for repetition in 0..<repetitions {
          var run = try Run(name, dimension: dimension, seed: UInt64(repetition))
          totals.append(run.total() / Double(episodes) / 1000)
        }
        var run = try Run(name, dimension: dimension, seed: 0)
        let (samples, updates) = run.calls()
        print(
          padded(name, 12), padded("\(dimension)", 5), rounded(median(totals), 2, width: 12), "  ",
          quantiles(samples), quantiles(updates))
      }
    }
  }

  private static func quantiles(_ times: [Double]) -> String {
    let sorted = times.sorted()
    return [0.5, 0.99, 1].map { rounded(quantile($0, of: sorted) / 1000, 2, width: 9) }.joined(separator: " ")
  }

  /// A teacher at its first episode, and the tasks it will have proposed.
  private struct Run {
    let teacher: TeacherInstance
    let dimension: Int
    var world = ToyWorld(relevantDimensions: 2)
    var tasks: [Double]

    init(_ name: String, dimension: Int, seed: UInt64) throws {
      let steps = Array(repeating: "0.05", count: dimension).joined(separator: ",")
      let corner = Array(repeating: "0.05", count: dimension).joined(separator: ",")
      let options: [(name: String, value: String)] =
        switch name {
        case "Oracle": [("window_step_vector", steps), ("reward_threshold", "0.5")]
        case "ADR": [("initial_mean", corner), ("grow_threshold", "0.75")]
        case "ExpandingBox": [("center", corner), ("grow_threshold", "0.75")]
        case "Stages": [("thresholds", "0.5")]
        case "DORAEMON": [("initial_mean", corner), ("success_return", "0.745")]
        default: []
        }
      teacher = try makeTeacher(name, dimension: dimension, options: options, seed: seed)
      self.dimension = dimension
      tasks = Array(repeating: 0, count: dimension * episodes)
    }

    /// The nanoseconds of all samples and updates: those of the run less those of the toy environment alone.
    mutating func total() -> Double {
      tasks.withUnsafeMutableBufferPointer { tasks in
        let start = computed()
        for episode in 0..<episodes {
          let task = UnsafeMutableBufferPointer(rebasing: tasks[(episode * dimension)..<((episode + 1) * dimension)])
          teacher.sampleTask(into: task)
          teacher.update(
            task: UnsafeBufferPointer(task),
            outcome: EpisodeOutcome(episodeReturn: world.play(UnsafeBufferPointer(task))))
        }
        let both = computed()
        var again = ToyWorld(relevantDimensions: 2)
        var sum = 0.0
        for episode in 0..<episodes {
          sum += again.play(UnsafeBufferPointer(rebasing: tasks[(episode * dimension)..<((episode + 1) * dimension)]))
        }
        let toyAlone = computed()
        return sum < 0 ? 0 : (both - start) - (toyAlone - both)
      }
    }

    /// The nanoseconds of every sample and of every update, less those that reading the clock takes.
    mutating func calls() -> (samples: [Double], updates: [Double]) {
      let clock = median((0..<1000).map { _ in -now() + now() })
      var samples: [Double] = []
      var updates: [Double] = []
      tasks.withUnsafeMutableBufferPointer { tasks in
        let task = UnsafeMutableBufferPointer(rebasing: tasks[..<dimension])
        for _ in 0..<episodes {
          let start = now()
          teacher.sampleTask(into: task)
          let sampled = now()
          let reward = world.play(UnsafeBufferPointer(task))
          let played = now()
          teacher.update(task: UnsafeBufferPointer(task), outcome: EpisodeOutcome(episodeReturn: reward))
          let updated = now()
          samples.append(max(0, sampled - start - clock))
          updates.append(max(0, updated - played - clock))
        }
      }
      return (samples, updates)
    }
  }
}
