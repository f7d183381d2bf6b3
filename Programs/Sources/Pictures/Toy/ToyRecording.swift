import Student
import TeachDRL

/// What one teacher did on the toy environment, window by window of episodes.
public struct ToyRecording: Sendable {
  /// The episodes of one frame.
  public struct Window: Sendable {
    /// The number of the window's first episode, counting from 1.
    public let firstEpisode: Int
    /// The window's tasks.
    public let tasks: [[Double]]
    /// The tasks' rewards.
    public let rewards: [Double]
    /// The tasks' absolute learning progress: how far the reward is from that of the nearest earlier task.
    public let progress: [Double]
    /// What tasks were drawn from at the window's start, where the teacher has a mixture.
    public let mixture: Teacher.Mixture?
    /// The same where the teacher has regions.
    public let regions: [Teacher.Region]
    /// The competence of every cell at the window's end, the last dimension varying fastest.
    public let competences: [UInt8]
    /// The share of mastered cells at the window's end, in percent.
    public let masteredShare: Double

    /// A window with its content.
    public init(
      firstEpisode: Int, tasks: [[Double]], rewards: [Double], progress: [Double], mixture: Teacher.Mixture?,
      regions: [Teacher.Region], competences: [UInt8], masteredShare: Double
    ) {
      (self.firstEpisode, self.tasks, self.rewards, self.progress) = (firstEpisode, tasks, rewards, progress)
      (self.mixture, self.regions) = (mixture, regions)
      (self.competences, self.masteredShare) = (competences, masteredShare)
    }
  }

  /// The teacher's name.
  public let teacher: String
  /// The number of the toy environment's dimensions, those irrelevant not counted.
  public let dimensions: Int
  /// The number of cells along each.
  public let cubes: Int
  /// The windows in their order.
  public let windows: [Window]

  /// A recording of a teacher.
  public init(teacher: String, dimensions: Int, cubes: Int, windows: [Window]) {
    (self.teacher, self.dimensions, self.cubes, self.windows) = (teacher, dimensions, cubes, windows)
  }
}

extension ToyRecording.Window {
  /// The competences of the cells along the first two dimensions, `cubes` rows of the first; the mean over the others.
  func plane(cubes: Int) -> [Double] {
    let others = competences.count / (cubes * cubes)
    return (0..<cubes * cubes).map { cell in
      let sum = competences[cell * others..<(cell + 1) * others].reduce(0) { $0 + Int($1) }
      return Double(sum) / Double(others)
    }
  }
}
