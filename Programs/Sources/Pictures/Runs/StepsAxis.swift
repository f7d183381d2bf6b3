/// Environment steps as an axis, in units that keep numbers short.
struct StepsAxis {
  /// What steps are multiplied with.
  let factor: Double
  let axis: Axis

  /// From 0 to so many steps.
  init(upTo steps: Double) {
    let unit: String
    switch steps {
    case 2e6...: (factor, unit) = (1e-6, "environment steps (millions)")
    case 2e4...: (factor, unit) = (1e-3, "environment steps (thousands)")
    default: (factor, unit) = (1, "environment steps")
    }
    axis = Axis(unit, 0...max(steps * factor, 1))
  }
}
