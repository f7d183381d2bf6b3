extension EnvironmentKind {
  /// Hexagons of a shape on average, 8 m apart.
  static let hexagonTracks = EnvironmentKind(
    name: "hexagon-tracks",
    documentation: "A walker on a track with ten hexagons; a task is the offsets of their vertices, x and y of each.",
    tracksWith: [TrackParameterOptions(Hexagon.shape, upTo: 4)])
}
