/// A setting that cannot be used.
public struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, and what would be right.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Refuses a whole number that is not in a range.
///
/// - Parameter name: The setting's name on the command line and in files.
func require(_ name: String, _ value: Int, in range: ClosedRange<Int>) throws(ConfigurationError) {
  guard range.contains(value) else {
    throw ConfigurationError(
      "\(name) is \(value); it must be a whole number from \(range.lowerBound) to \(range.upperBound)")
  }
}

/// Refuses a number that is not in a range.
func require(_ name: String, _ value: Double, in range: ClosedRange<Double>) throws(ConfigurationError) {
  guard range.contains(value) else {
    throw ConfigurationError("\(name) is \(value); it must be a number from \(range.lowerBound) to \(range.upperBound)")
  }
}

/// Refuses a number that is not positive, or is above a limit.
func requirePositive(_ name: String, _ value: Double, atMost limit: Double) throws(ConfigurationError) {
  guard value > 0, value <= limit else {
    throw ConfigurationError("\(name) is \(value); it must be a number above 0, at most \(limit.short)")
  }
}

/// Refuses sizes of hidden layers that no network can have.
func requireHiddenSizes(_ sizes: [Int]) throws(ConfigurationError) {
  try require("l", sizes.count, in: 1...16)
  for size in sizes { try require("hid", size, in: 1...16_384) }
}

extension Double {
  /// Whole numbers without a point.
  fileprivate var short: String { self == rounded() && magnitude < 1e15 ? "\(Int(self))" : "\(self)" }
}
