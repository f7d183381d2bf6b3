/// The environments that there are.
public enum EnvironmentCatalog {
  /// Every kind.
  public static let all = tracks + bipedalWalkers

  /// Walkers on tracks of obstacles and ground; a further one is a name here.
  static let tracks: [EnvironmentKind] = [.stumpTracks, .hexagonTracks, .stumpSequence, .walkerTracks]
  /// Gymnasium's BipedalWalker, and what came of it.
  static let bipedalWalkers: [EnvironmentKind] = [.bipedalWalker, .bipedalWalkerHardcore, .parametricBipedalWalker]
}
