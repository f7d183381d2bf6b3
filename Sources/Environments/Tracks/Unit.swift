/// A unit of a parameter's values.
enum Unit: String, Sendable {
  case metres = "m"
  case thirtiethsOfAMetre = "m/30"
  case radians = "rad"
  case terrainSteps = "terrain steps"

  /// How a sentence says it.
  var inWords: String {
    switch self {
    case .metres: "metres"
    case .thirtiethsOfAMetre: "thirtieths of a metre"
    case .radians: "radians"
    case .terrainSteps: "terrain steps of 0.467 m"
    }
  }
}
