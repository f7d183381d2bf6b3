/// The environments that there are.
public enum EnvironmentCatalog {
  /// Every kind; a further one is a line here.
  public static let all: [EnvironmentKind] = [
    .stumpTracks, .hexagonTracks, .stumpSequence, .walkerTracks, .bipedalWalker, .bipedalWalkerHardcore,
    .parametricBipedalWalker,
  ]
}
