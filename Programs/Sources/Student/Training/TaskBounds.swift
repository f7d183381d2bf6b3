import TeachDRL

/// The range of a task parameter from which the teacher chooses.
public struct TaskBounds: Sendable, Equatable {
  /// The parameter's name, such as "stump_height", or that of a group of parameters, such as "poly_shape".
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
    var seen: Set<Int> = []
    for bound in bounds {
      let named = indices.filter { self[$0].name == bound.name || self[$0].group == bound.name }
      guard !named.isEmpty else {
        throw ConfigurationError(
          "bounds has '\(bound.name)', which is not in the task space; its parameters are "
            + map(\.name).joined(separator: ", "))
      }
      for index in named {
        guard seen.insert(index).inserted else {
          throw ConfigurationError("bounds has '\(self[index].name)' twice; give it once")
        }
        narrowed[index] = try self[index].narrowed(to: bound)
      }
    }
    return narrowed
  }
}

extension TaskParameter {
  fileprivate func narrowed(to bound: TaskBounds) throws(ConfigurationError) -> TaskParameter {
    guard categories.isEmpty else {
      throw ConfigurationError("bounds has '\(name)', which is a category; only numbers can be narrowed")
    }
    guard let low = snapped(bound.low), let high = snapped(bound.high), low < high else {
      throw ConfigurationError(
        "bounds of \(name) are \(bound.low) and \(bound.high); they must be in ascending order, from "
          + "\(self.low) to \(self.high)")
    }
    return bounded(low: low, high: high)
  }
}
