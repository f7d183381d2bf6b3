/// What a track is made from: the parameters that are on, with their numbers. Nothing set is flat ground.
struct Track: Sendable, Equatable {
  private var values: [String: [Double]] = [:]

  /// The numbers of a parameter, nil where it is off.
  subscript(parameter: TrackParameter) -> [Double]? {
    get { values[parameter.name] }
    set { values[parameter.name] = newValue }
  }

  /// The kinds of obstacles that there are. A further one is a type of its own in this folder and a line here.
  static let obstacleKinds: [any Obstacle.Type] = [Stump.self, Hexagon.self, StumpSequence.self]

  /// All that can be set on a track, in the order of a task.
  static let parameters: [TrackParameter] =
    Stump.parameters + Ground.parameters + obstacleKinds.dropFirst().flatMap { $0.parameters }

  /// The obstacles that are on. `noise` is the deviation of their sizes, each in its own unit.
  func obstacles(noise: Double) -> [any Obstacle] { Self.obstacleKinds.compactMap { $0.init(of: self, noise: noise) } }
}
