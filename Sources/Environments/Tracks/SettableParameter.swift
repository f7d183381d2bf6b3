/// A parameter of a track with the ranges that an environment's options give its numbers.
public struct SettableParameter: Sendable {
  /// The name by which it is set.
  public var name: String { parameter.name }
  /// The names of its numbers.
  public let coordinates: [String]
  /// The upper bounds of its numbers; the lower ones are 0.
  public let upperBounds: [Double]
  /// How many of its numbers, from the first, are coordinates of a task.
  public let taskDimension: Int
  /// How many numbers it can be set by.
  public let counts: [Int]
  let parameter: TrackParameter

  /// A parameter whose first parts have the given upper bounds and are coordinates of a task; the other parts' are the
  /// greatest there may be.
  init(_ parameter: TrackParameter, upTo bounds: [Double]) {
    self.parameter = parameter
    var upperBounds: [Double] = []
    var counts: [Int] = []
    for (i, part) in parameter.parts.enumerated() {
      let bound = bounds.indices.contains(i) ? bounds[i] : part.limit
      upperBounds += [Double](repeating: bound, count: part.coordinates.count)
      counts.append(upperBounds.count)
    }
    self.upperBounds = upperBounds
    self.counts = counts
    coordinates = parameter.parts.flatMap(\.coordinates)
    taskDimension = bounds.isEmpty ? 0 : counts[min(bounds.count, counts.count) - 1]
  }
}
