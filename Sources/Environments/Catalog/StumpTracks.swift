extension EnvironmentKind {
  /// Stumps of a height on average, a distance apart.
  static let stumpTracks = EnvironmentKind(
    name: "stump-tracks",
    documentation: "A walker on a track with stumps; a task is their mean height and the distance between two.",
    tracksWith: [
      TrackParameterOptions(Stump.meanHeight, upTo: 3), TrackParameterOptions(Ground.spacing, upTo: 6),
    ])
}
