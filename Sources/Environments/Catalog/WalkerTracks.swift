extension EnvironmentKind {
  /// Every parameter and every kind of obstacle.
  static let walkerTracks = EnvironmentKind(
    name: "walker-tracks",
    documentation:
      "A walker on a track with any obstacles; a task is the parameters that options turn on, names set any of them.",
    tracksWith: Track.parameters.map { TrackParameterOptions($0) },
    setsAnyParameter: true)
}
