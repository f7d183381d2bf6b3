/// The range of a task parameter from which the teacher chooses.
public struct TaskBounds: Sendable, Equatable {
  /// The parameter's name, such as "stump_height".
  public let name: String
  /// The least value.
  public let low: Double
  /// The greatest value.
  public let high: Double

  /// The range of a parameter.
  public init(_ name: String, low: Double, high: Double) { (self.name, self.low, self.high) = (name, low, high) }
}

extension [TaskParameter] {
  /// A task space with some of its parameters narrowed.
  ///
  /// - Throws: `ConfigurationError` if a name is unknown or given twice, or a range is empty or not within the parameter's.
  func narrowed(to bounds: [TaskBounds]) throws(ConfigurationError) -> Self {
    var narrowed = self
    for (place, bound) in bounds.enumerated() {
      guard let index = firstIndex(where: { $0.name == bound.name }) else {
        throw ConfigurationError(
          "bounds has '\(bound.name)', which is not in the task space; its parameters are "
            + map(\.name).joined(separator: ", "))
      }
      guard !bounds[..<place].contains(where: { $0.name == bound.name }) else {
        throw ConfigurationError("bounds has '\(bound.name)' twice; give it once")
      }
      let parameter = self[index]
      guard parameter.categories.isEmpty else {
        throw ConfigurationError("bounds has '\(bound.name)', which is a category; only numbers can be narrowed")
      }
      guard let low = parameter.snapped(bound.low), let high = parameter.snapped(bound.high), low < high else {
        throw ConfigurationError(
          "bounds of \(bound.name) are \(bound.low) and \(bound.high); they must be in ascending order, from "
            + "\(parameter.low) to \(parameter.high)")
      }
      narrowed[index] = parameter.bounded(low: low, high: high)
    }
    return narrowed
  }
}
