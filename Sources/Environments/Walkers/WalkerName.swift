/// The walkers there are, by the names that the option `walker` gives them.
enum WalkerName: String, CaseIterable, Sendable {
  case short
  case `default`
  case quadru

  /// The build that the name stands for.
  var walker: Walker {
    switch self {
    case .short: .short
    case .default: .default
    case .quadru: .quadru
    }
  }
}
