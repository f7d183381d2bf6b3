import Arguments
import Numerics

// Places that options give in the task space's units: log-scaled numbers by their logarithms to base 10.
extension OptionValues {
  /// A task; the middle of the task space if the option is off.
  ///
  /// - Throws: `UsageError` if it has not a number for each dimension, or lies outside.
  func point(_ option: Option<[Double]?>, in taskSpace: Box) throws(UsageError) -> [Double] {
    guard let point = self[option] else {
      return (0..<taskSpace.dimension).map { taskSpace.low[$0] + taskSpace.range($0) / 2 }
    }
    let name = option.description.name
    guard point.count == taskSpace.dimension else {
      throw .invalidArgument(
        "option '\(name)' has \(point.count) numbers; "
          + "it must have one for each of the task space's \(taskSpace.dimension) dimensions")
    }
    for (i, number) in point.enumerated() where !taskSpace.bounds(i).contains(number) {
      throw .invalidArgument(
        "option '\(name)' has \(shortText(number)) in dimension \(i); "
          + "it must be from \(shortText(taskSpace.low[i])) to \(shortText(taskSpace.high[i]))")
    }
    return point
  }

  /// Boxes, each by its lower bounds and then its upper bounds; nil if the option is off.
  ///
  /// - Parameter count: How many there must be; nil for any number but none.
  /// - Throws: `UsageError` if the numbers are too many or too few, out of order, or outside the task space.
  func boxes(
    _ option: Option<[Double]?>, count: Int? = nil, in taskSpace: Box
  ) throws(UsageError) -> [MovingBox]? {
    guard let numbers = self[option] else { return nil }
    let (d, name) = (taskSpace.dimension, option.description.name)
    guard numbers.count.isMultiple(of: 2 * d), count == nil || numbers.count == 2 * d else {
      throw .invalidArgument(
        "option '\(name)' has \(numbers.count) numbers; it must have \(2 * d)\(count == nil ? " for each box" : ""): "
          + "\(d) lower bounds, then \(d) upper bounds")
    }
    var boxes: [MovingBox] = []
    for first in stride(from: 0, to: numbers.count, by: 2 * d) {
      let (low, high) = (Array(numbers[first..<(first + d)]), Array(numbers[(first + d)..<(first + 2 * d)]))
      for i in 0..<d {
        let bounds = taskSpace.bounds(i)
        guard bounds.contains(low[i]), bounds.contains(high[i]), low[i] <= high[i] else {
          throw .invalidArgument(
            "option '\(name)' has the bounds \(shortText(low[i])) and \(shortText(high[i])) in dimension \(i); they must be "
              + "in order and lie from \(shortText(bounds.lowerBound)) to \(shortText(bounds.upperBound))")
        }
      }
      boxes.append(MovingBox(low: low, high: high, in: taskSpace))
    }
    return boxes
  }
}
