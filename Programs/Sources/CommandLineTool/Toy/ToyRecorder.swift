import Pictures
import Student
import TeachDRL

extension ToyComparison {
  /// The number of episodes of a frame.
  static let windowLength = 250
  /// A longer run leaves windows out.
  private static let maxWindowCount = 200

  /// Plays the first seed's run of each teacher again, and keeps what a picture shows; nil once `isStopped` is true.
  ///
  /// The runs are the same as those compared. Complexity: O(episodes) times the number of tasks shown, for each teacher.
  func record(until isStopped: @escaping @Sendable () -> Bool) throws -> [ToyRecording]? {
    var recordings: [ToyRecording] = []
    for teacher in teachers {
      guard let recording = try record(teacher, until: isStopped) else { return nil }
      recordings.append(recording)
    }
    return recordings
  }

  private func record(
    _ chosen: (name: String, options: [OptionSetting]), until isStopped: () -> Bool
  ) throws -> ToyRecording? {
    let toy = try Toy(options: toyOptions)
    let teacher = try makeTeacher(chosen, dimension: dimension, seed: seeds[0])
    let windowCount = (episodes + Self.windowLength - 1) / Self.windowLength
    let step = (windowCount + Self.maxWindowCount - 1) / Self.maxWindowCount
    var (history, windows) = (PlayedTasks(dimension: dimension), [ToyRecording.Window]())
    for index in 0..<windowCount {
      let isShown = index % step == step - 1 || index == windowCount - 1
      let mixture = isShown ? try teacher.mixture(at: 0) : nil
      let regions = isShown ? try teacher.regions(at: 0) : []
      let first = history.count
      for _ in first..<min(first + Self.windowLength, episodes) {
        if isStopped() { return nil }
        let task = try teacher.sampleTask()
        let reward = try toy.play(task)
        try teacher.update(task: task, episodeReturn: reward)
        history.append(task, reward: reward)
      }
      guard isShown else { continue }
      windows.append(
        ToyRecording.Window(
          firstEpisode: first + 1, tasks: (first..<history.count).map { history.task($0) },
          rewards: Array(history.rewards[first...]), progress: (first..<history.count).map { history.progress(of: $0) },
          mixture: mixture, regions: regions, competences: try toy.competences(),
          masteredShare: try toy.masteredShare()))
    }
    let (dimensions, cubes) = try cells()
    return ToyRecording(teacher: chosen.name, dimensions: dimensions, cubes: cubes, windows: windows)
  }

  /// The number of relevant dimensions, and of cells along each.
  func cells() throws -> (dimensions: Int, cubes: Int) {
    let options = try Listing.toy().complete(toyOptions)
    func number(_ name: String) -> Int { options.first { $0.name == name }.flatMap { Int($0.value) } ?? 0 }
    return (number("nb_dims"), number("nb_cubes"))
  }
}

/// Tasks with their rewards, in the order in which they were played.
private struct PlayedTasks {
  private let dimension: Int
  private var coordinates: [Double] = []
  private(set) var rewards: [Double] = []

  init(dimension: Int) { self.dimension = dimension }

  var count: Int { rewards.count }

  mutating func append(_ task: [Double], reward: Double) {
    coordinates += task
    rewards.append(reward)
  }

  func task(_ index: Int) -> [Double] { Array(coordinates[index * dimension..<(index + 1) * dimension]) }

  /// How far a task's reward is from that of the nearest task before it (the paper's absolute learning progress).
  /// Complexity: O(`index`).
  func progress(of index: Int) -> Double {
    coordinates.withUnsafeBufferPointer { points in
      var (nearest, least) = (-1, Double.infinity)
      for other in 0..<index {
        var distance = 0.0
        for axis in 0..<dimension {
          let difference = points[index * dimension + axis] - points[other * dimension + axis]
          distance += difference * difference
        }
        if distance < least { (nearest, least) = (other, distance) }
      }
      return nearest < 0 ? 0 : abs(rewards[index] - rewards[nearest])
    }
  }
}
