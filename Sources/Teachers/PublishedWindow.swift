import Tasks

/// The way of the published Oracle: how far its window moves at a time in the tasks of Portelas et al. (2019).
public enum PublishedWindow {
  /// Numbers of a task that are one parameter of a track.
  private struct Published {
    let name: String
    var count = 1
    /// The upper bound of each number; the lower one is 0.
    let high: Double
    let step: Double
  }

  /// The task spaces of Stump Tracks, Hexagon Tracks and stump sequences.
  private static let taskSpaces = [
    [Published(name: "stump_height", high: 3, step: 0.1), Published(name: "obstacle_spacing", high: 6, step: -0.2)],
    [Published(name: "poly_shape", count: 12, high: 4, step: 0.1)],
    [Published(name: "stump_seq", count: 10, high: 6, step: 0.1)],
  ]

  /// The steps in a task space of the given parameters, in the order of a task, whatever its bounds; nil if the published
  /// implementation has none for these parameters.
  public static func steps(of parameters: [String]) -> [Double]? {
    taskSpaces.first { $0.map(\.name) == parameters }.map { expanded($0, \.step) }
  }

  /// The steps in a task space that is known by its bounds alone; nil if they are not exactly the published ones.
  static func steps(in taskSpace: TaskSpace) -> [Double]? {
    guard taskSpace.low.allSatisfy({ $0 == 0 }), taskSpace.parameters.allSatisfy({ $0.kind == .number }) else {
      return nil
    }
    return taskSpaces.first { expanded($0, \.high) == taskSpace.high }.map { expanded($0, \.step) }
  }

  private static func expanded(_ parameters: [Published], _ value: (Published) -> Double) -> [Double] {
    parameters.flatMap { [Double](repeating: value($0), count: $0.count) }
  }
}
