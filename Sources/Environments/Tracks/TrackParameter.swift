/// One coordinate of a task: which parameter of a track it sets, and from which range.
struct TrackParameter: Sendable {
  /// The name that callers use.
  let name: String
  /// The range of the task space.
  let range: ClosedRange<Double>
  /// The range from which the fixed test set draws.
  let testRange: ClosedRange<Double>
  /// Sets the parameter of a track.
  let set: @Sendable (inout Track, Double) -> Void

  /// `stump_height`. Its test range is the published one whatever the training range.
  static func stumpHeight(upTo highest: Double) -> TrackParameter {
    TrackParameter(name: "stump_height", range: 0...highest, testRange: 0...3) { $0.stumpHeight = $1 }
  }

  /// `obstacle_spacing`.
  static func obstacleSpacing(upTo highest: Double) -> TrackParameter {
    TrackParameter(name: "obstacle_spacing", range: 0...highest, testRange: 0...highest) { $0.obstacleSpacing = $1 }
  }
}
