/// A world on which students of the eight-parameter walker are tested, as published with it.
struct PublishedWorld: Sendable {
  /// The name that the option `world` gives it.
  let name: String
  /// The task that it is; nil for Hardcore, which is none.
  let task: [Double]?

  static let hardcore = "hardcore"

  /// All of them.
  static let all = [
    PublishedWorld(name: "flat", task: [0, 0, 0, 0, 0, 0, 0, 1]),
    PublishedWorld(name: hardcore, task: nil),
    PublishedWorld(name: "medium-stairs", task: [0, 0, 0, 0, 0, 2, 2, 5]),
    PublishedWorld(name: "medium-pits", task: [0, 5, 5, 0, 0, 0, 0, 1]),
    PublishedWorld(name: "medium-stumps", task: [0, 0, 0, 2, 2, 0, 0, 1]),
    PublishedWorld(name: "medium-roughness", task: [5, 0, 0, 0, 0, 0, 0, 1]),
    PublishedWorld(name: "high-stairs", task: [0, 0, 0, 0, 0, 5, 5, 9]),
    PublishedWorld(name: "high-pits", task: [0, 10, 10, 0, 0, 0, 0, 1]),
    PublishedWorld(name: "high-stumps", task: [0, 0, 0, 5, 5, 0, 0, 1]),
    PublishedWorld(name: "high-roughness", task: [10, 0, 0, 0, 0, 0, 0, 1]),
  ]

  /// The track of its task.
  var track: Track {
    var track = Track()
    for (parameter, number) in zip(ParametricTerrain.parameters, task ?? []) { track[parameter] = [number] }
    return track
  }
}
