import Arguments
import Glibc

/// One parameter of a task: its name and the values that it takes.
public struct Parameter: Sendable, Equatable {
  /// What values a parameter takes. A value is a number in each case.
  public enum Kind: Sendable, Equatable {
    /// Any number between the bounds.
    case number
    /// Any number between two positive bounds; equal factors are equally far apart.
    case logNumber
    /// A whole number between the bounds.
    case integer
    /// One of some names, by its index.
    case category([String])
  }

  /// The largest distance from 0 of an integer's bounds, 2^51: up to it the middle between two whole numbers is a
  /// `Double` too.
  public static let largestInteger = 2_251_799_813_685_248.0
  /// The most names that a category can have.
  public static let largestCategoryCount = 65_536
  /// The most bytes of a unit or a documentation.
  public static let longestText = 65_535

  /// The name by which callers know it.
  public let name: String
  /// What values it takes.
  public let kind: Kind
  /// The least value.
  public let low: Double
  /// The greatest value.
  public let high: Double
  /// The name of the group that it is in with others like it; nil if it is in none.
  public var group: String?
  /// The unit of its values, such as "m"; nil if it has none.
  public var unit: String?
  /// One line on what it is; nil if there is none.
  public var documentation: String?
  /// The value that it has if nobody sets it; nil if there is none.
  public var defaultValue: Double?

  /// A parameter whose values can be told apart and measured.
  ///
  /// - Parameters:
  ///   - low: The least value; for a category it is 0, whatever is given.
  ///   - high: The greatest value; for a category it is the number of names less 1, whatever is given.
  /// - Throws: `UsageError` if the name is empty or too long, or the bounds or names are not of the kind.
  public init(
    _ name: String, _ kind: Kind, low: Double = 0, high: Double = 0, group: String? = nil, unit: String? = nil,
    documentation: String? = nil, defaultValue: Double? = nil
  ) throws(UsageError) {
    self.name = name
    self.kind = kind
    self.group = group
    self.unit = unit
    self.documentation = documentation
    self.defaultValue = defaultValue
    switch kind {
    case .category(let names): (self.low, self.high) = (0, Double(max(names.count, 1) - 1))
    default: (self.low, self.high) = (low, high)
    }
    try requireName()
    try requireValues()
    if let defaultValue, problem(of: defaultValue) != nil {
      throw mistake("'default_value' is \(shortText(defaultValue)); it must be \(requirement)")
    }
  }

  /// A plain number without a name of its own, for bounds that `TaskSpace` has checked.
  init(unnamed index: Int, low: Double, high: Double) {
    name = "task[\(index)]"
    kind = .number
    self.low = low
    self.high = high
  }

  /// Whether its values are whole numbers.
  public var isDiscrete: Bool {
    switch kind {
    case .number, .logNumber: false
    case .integer, .category: true
    }
  }

  /// How many values there are, if they can be counted; else 0.
  public var valueCount: Double { isDiscrete ? high - low + 1 : 0 }

  /// The names of a category's values; empty for other kinds.
  public var categories: [String] {
    if case .category(let names) = kind { names } else { [] }
  }

  /// Whether another parameter takes the same values.
  public func isLike(_ other: Parameter) -> Bool { kind == other.kind && low == other.low && high == other.high }

  /// The value that a number counts as: itself or, if it is a float32 rounding outside, the bound. Nil if it is none.
  func accepted(_ value: Double) -> Double? {
    guard let inside = (low...high).snapped(value), !isDiscrete || inside == inside.rounded() else { return nil }
    return inside
  }

  /// What is wrong with a value; nil if it is one of this parameter's.
  func problem(of value: Double) -> String? {
    accepted(value) == nil ? "is \(shortText(value)); it must \(verb) \(range)" : nil
  }

  private var verb: String { isDiscrete ? "be a whole number" : "lie" }
  private var range: String { "from \(shortText(low)) to \(shortText(high))" }
  private var requirement: String { isDiscrete ? "a whole number \(range)" : "a number \(range)" }
}

// MARK: - Checks

extension Parameter {
  private func mistake(_ message: String) -> UsageError {
    .invalidArgument("parameter '\(shortened(name))': \(message)")
  }

  private func requireName() throws(UsageError) {
    guard (1...255).contains(name.utf8.count) else {
      throw name.isEmpty
        ? .invalidArgument("a parameter's name is empty; it must be 1 to 255 bytes")
        : mistake("the name is \(name.utf8.count) bytes; it must be 1 to 255")
    }
    if let group, !(1...255).contains(group.utf8.count) {
      throw mistake("the name of its group is \(group.utf8.count) bytes; it must be 1 to 255")
    }
    for text in [name, group, unit, documentation] + categories where text?.utf8.contains(0) == true {
      throw mistake("a text of it contains a NUL character; it must not")
    }
    for (text, what) in [(unit, "unit"), (documentation, "documentation")]
    where text?.utf8.count ?? 0 > Self.longestText {
      throw mistake("'\(what)' is longer than \(Self.longestText) bytes; it must be at most that")
    }
  }

  private func requireValues() throws(UsageError) {
    if case .category(let names) = kind { return try require(names) }
    for (value, bound) in [(low, "low"), (high, "high")] where !value.isFinite {
      throw mistake("'\(bound)' is \(value); it must be a finite number")
    }
    if kind == .integer {
      for (value, bound) in [(low, "low"), (high, "high")] {
        guard value == value.rounded(), abs(value) <= Self.largestInteger else {
          throw mistake("'\(bound)' is \(shortText(value)); it must be a whole number from -2^51 to 2^51")
        }
      }
      guard low <= high else {
        throw mistake("'low' is \(shortText(low)) and 'high' is \(shortText(high)); low must not be above high")
      }
      return
    }
    guard low < high else {
      throw mistake("'low' is \(shortText(low)) and 'high' is \(shortText(high)); low must be below high")
    }
    if kind == .logNumber, low <= 0 {
      throw mistake("'low' is \(shortText(low)); it must be above 0 for a log-scaled number")
    }
    guard kind != .logNumber || log10(low) < log10(high) else {
      throw mistake(
        "'low' is \(shortText(low)) and 'high' is \(shortText(high)), whose logarithms are the same; they must lie further "
          + "apart")
    }
    guard (high - low).isFinite else { throw mistake("'high' - 'low' is infinite; it must be finite") }
  }

  private func require(_ names: [String]) throws(UsageError) {
    guard !names.isEmpty else { throw mistake("it has no categories; it must have one at least") }
    guard names.count <= Self.largestCategoryCount else {
      throw mistake("it has \(names.count) categories; it must have at most \(Self.largestCategoryCount)")
    }
    var seen: Set<String> = []
    for (i, name) in names.enumerated() {
      guard (1...255).contains(name.utf8.count) else {
        throw mistake("'categories[\(i)]' is \(name.utf8.count) bytes; it must be 1 to 255")
      }
      guard seen.insert(name).inserted else {
        throw mistake("'categories[\(i)]' is '\(name)', which is there already; each may be there once")
      }
    }
  }
}
