/// A body's build: parts, and the joints between them that motors turn. What never changes while it moves.
///
/// Lengths are in metres, angles in radians, torques in newton metres. A further body is a further value, as in `Biped.swift`,
/// and a line in `Body.all`.
struct Body: Sendable {
  /// The name that the option `walker` gives it.
  let name: String
  /// The parts. The first is the hull, from which the body sees; a part hangs on those before it.
  let parts: [Part]
  /// The joints. An action has a number for each, and an observation tells of each, in this order.
  let joints: [Joint]
  /// How high the hull's zero is above the ground at an episode's start.
  let startHeight: Double
  /// What a step with one motor at full torque costs.
  let motorCost: Double

  /// The hull's place among the parts.
  static let hull = 0
}

extension Body {
  /// The bodies there are. A further one is a line here.
  static let all: [Body] = [.short, .default, .quadru]
}
