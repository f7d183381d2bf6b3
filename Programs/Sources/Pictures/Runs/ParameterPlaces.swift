import Glibc
import Student
import TeachDRL

// A task's parameter is laid out along an axis as teachers' mixtures have it: a log-scaled number by its logarithm to base
// 10, anything else by its value. A whole number is the middle of a part of length 1.

extension TaskParameter {
  /// Where a value lies along the parameter's axis.
  func place(_ value: Double) -> Double { kind == .logNumber ? log10(value) : value }

  /// The axis' part that the parameter's values take.
  var places: ClosedRange<Double> {
    isDiscrete ? (low - 0.5)...(high + 0.5) : place(low)...place(high)
  }

  /// How many bins a histogram has; each value of a short list has its own.
  func binCount(atMost count: Int) -> Int { isDiscrete ? Int(min(Double(count), high - low + 1)) : count }

  /// The name and the unit, as an axis or a column says them.
  public var label: String {
    let words = name.split(separator: "_").joined(separator: " ")
    return unit.map { "\(words) (\($0))" } ?? words
  }

  /// The parameter's axis.
  func axis(ticks: Int = 4) -> Axis { axis(places, ticks: ticks) }

  /// The same over another range of places.
  func axis(_ range: ClosedRange<Double>, ticks: Int = 4) -> Axis {
    switch kind {
    case .number: Axis(label, range, ticks: ticks)
    case .logNumber: Axis(label, powersOfTen: range)
    case .integer: Axis(label, range, ticks: binCount(atMost: ticks))
    case .category(let names): Axis(label, range, names: names)
    }
  }
}

extension [TaskParameter] {
  /// Where a task lies along the axes.
  func places(of task: [Double]) -> [Double] { zip(self, task).map { $0.place($1) } }

  /// A region as it lies along the axes.
  func places(of region: Teacher.Region) -> Teacher.Region {
    Teacher.Region(
      low: places(of: region.low), high: places(of: region.high), progress: region.progress, isLeaf: region.isLeaf)
  }
}
