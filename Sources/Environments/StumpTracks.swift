import Arguments

extension EnvironmentKind {
  /// Stumps of a height on average, a distance apart.
  static let stumpTracks = EnvironmentKind(
    name: "stump-tracks",
    documentation: "A walker on a track with stumps; a task is their mean height and the distance between two.",
    options: [maxStumpHeight.description, maxObstacleSpacing.description] + WalkerOptions.descriptions
  ) { options in
    WalkerOptions.settings(
      options,
      parameters: [
        options[maxStumpHeight].map(TrackParameter.stumpHeight(upTo:)),
        options[maxObstacleSpacing].map(TrackParameter.obstacleSpacing(upTo:)),
      ])
  }

  private static let maxStumpHeight = Option<Double?>.number(
    "max_stump_height", default: 3, in: 0.01...100,
    "upper bound of the task parameter stump_height, in terrain steps of 0.467 m; off: no stumps")
  private static let maxObstacleSpacing = Option<Double?>.number(
    "max_obstacle_spacing", default: 6, in: 0.01...100,
    "upper bound of the task parameter obstacle_spacing, in metres; off: 8 m of ground between two obstacles")
}
