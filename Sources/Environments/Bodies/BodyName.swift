/// The bodies there are, by the names that the option `walker` gives them.
enum BodyName: String, CaseIterable, Sendable {
  case short
  case `default`
  case quadru

  /// The build that the name stands for.
  var body: Body {
    switch self {
    case .short: .short
    case .default: .default
    case .quadru: .quadru
    }
  }
}
