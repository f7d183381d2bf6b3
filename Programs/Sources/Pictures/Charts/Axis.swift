/// One axis of a chart.
struct Axis {
  /// What it shows, with its unit.
  let label: String
  let range: ClosedRange<Double>
  let ticks: Ticks

  init(_ label: String, _ range: ClosedRange<Double>, ticks count: Int = 5) {
    (self.label, self.range, self.ticks) = (label, Self.widened(range), Ticks(Self.widened(range), about: count))
  }

  /// An axis of exponents of ten.
  init(_ label: String, powersOfTen range: ClosedRange<Double>) {
    (self.label, self.range, self.ticks) = (label, range, Ticks(powersOfTen: range))
  }

  /// An axis of names, the first at 0, the next at 1 and so on.
  init(_ label: String, _ range: ClosedRange<Double>, names: [String]) {
    (self.label, self.range, self.ticks) = (label, range, Ticks(names: names))
  }

  /// An axis that shows all of some values, with a little room at its ends.
  init(_ label: String, around values: [Double], ticks count: Int = 5) {
    let finite = values.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    let room = 0.05 * (high - low)
    self.init(label, (low - room)...(high + room), ticks: count)
  }

  /// A range of no width has none to draw in.
  private static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    range.lowerBound < range.upperBound ? range : (range.lowerBound - 1)...(range.upperBound + 1)
  }
}
