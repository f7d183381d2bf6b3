import Arguments
import Numerics

/// The tasks that there are: a list of parameters. A task is a number for each of them, in the caller's units.
///
/// Invariant: there is a parameter at least; names of parameters and groups differ; a group's parameters are next to one
/// another and alike.
public struct TaskSpace: Sendable, Equatable {
  /// The parameters, in the order of a task's numbers.
  public let parameters: [Parameter]
  /// The least value of each.
  public let low: [Double]
  /// The greatest value of each.
  public let high: [Double]
  /// Whether the parameters have names of the caller's.
  public let isNamed: Bool
  /// The parameters whose values are whole numbers.
  private let discrete: [Int]

  /// The number of parameters of a task.
  public var dimension: Int { low.count }

  /// A task space of the given parameters.
  ///
  /// - Throws: `UsageError`, which names the parameter, if they do not keep the invariant.
  /// - Complexity: O(dimension).
  public init(_ parameters: [Parameter]) throws(UsageError) {
    guard !parameters.isEmpty else {
      throw .invalidArgument("there are no parameters; there must be one at least")
    }
    try Self.requireNames(parameters)
    try Self.requireGroups(parameters)
    self.init(checked: parameters, isNamed: true)
  }

  /// A task space of plain numbers without names, or nil if the bounds are not as many, finite, in order and a finite
  /// distance apart.
  ///
  /// - Complexity: O(dimension).
  public init?(low: [Double], high: [Double]) {
    guard let box = Box(low: low, high: high) else { return nil }
    self.init(box)
  }

  /// A box as a task space of plain numbers without names.
  public init(_ box: Box) {
    self.init(
      checked: (0..<box.dimension).map { Parameter(unnamed: $0, low: box.low[$0], high: box.high[$0]) }, isNamed: false)
  }

  /// The unit box of a dimension of at least 1, without names.
  public static func unitBox(dimension: Int) -> TaskSpace { TaskSpace(Box.unitBox(dimension: dimension)) }

  private init(checked parameters: [Parameter], isNamed: Bool) {
    self.parameters = parameters
    self.isNamed = isNamed
    low = parameters.map(\.low)
    high = parameters.map(\.high)
    discrete = parameters.indices.filter { parameters[$0].isDiscrete }
  }

  /// The bounds of a parameter.
  public func bounds(_ index: Int) -> ClosedRange<Double> { low[index]...high[index] }

  private static func requireNames(_ parameters: [Parameter]) throws(UsageError) {
    var seen: Set<String> = []
    var previous: String?
    for parameter in parameters {
      if let group = parameter.group, group != previous, !seen.insert(group).inserted {
        throw .invalidArgument(
          "the name of parameter '\(parameter.name)''s group, '\(group)', is there already; a group's parameters must be "
            + "next to one another, and its name no other's")
      }
      previous = parameter.group
      guard seen.insert(parameter.name).inserted else {
        throw .invalidArgument("parameter '\(parameter.name)' is there twice; each name may be there once")
      }
    }
  }

  private static func requireGroups(_ parameters: [Parameter]) throws(UsageError) {
    for (one, next) in zip(parameters, parameters.dropFirst()) where next.group != nil && one.group == next.group {
      guard one.isLike(next) else {
        throw .invalidArgument(
          "parameter '\(next.name)' is not like '\(one.name)' of the same group '\(next.group ?? "")'; all must have one "
            + "kind and the same bounds or categories")
      }
    }
  }
}

// MARK: - Tasks

extension TaskSpace {
  /// Whether a task of this dimension lies inside, with whole numbers for integers and categories, apart from what a
  /// rounding to `Float` explains; false for NaN.
  ///
  /// Tasks from callers are accepted by this, and reach teachers and environments by `withClamped`.
  ///
  /// - Complexity: O(dimension).
  public func accepts(_ task: UnsafeBufferPointer<Double>) -> Bool {
    guard task.count == dimension else { return false }
    for i in 0..<dimension where bounds(i).snapped(task[i]) == nil { return false }
    return discrete.isEmpty || discrete.allSatisfy { parameters[$0].accepted(task[$0]) != nil }
  }

  /// Whether a task of this dimension lies inside, with whole numbers for integers and categories; false for NaN.
  ///
  /// - Complexity: O(dimension).
  public func contains(_ task: UnsafeBufferPointer<Double>) -> Bool {
    isWithinBounds(task) && (discrete.isEmpty || discrete.allSatisfy { task[$0] == task[$0].rounded() })
  }

  private func isWithinBounds(_ task: UnsafeBufferPointer<Double>) -> Bool {
    guard task.count == dimension else { return false }
    for i in 0..<dimension where !(task[i] >= low[i] && task[i] <= high[i]) { return false }
    return true
  }

  /// Runs `body` with a task that is accepted, every coordinate that lies outside moved to the nearest bound.
  ///
  /// - Complexity: O(dimension). A task that lies inside is not copied.
  public func withClamped<Failure>(
    _ task: UnsafeBufferPointer<Double>, _ body: (UnsafeBufferPointer<Double>) throws(Failure) -> Void
  ) throws(Failure) {
    if isWithinBounds(task) { return try body(task) }
    var inside = Array(task)
    inside.withUnsafeMutableBufferPointer { clamp($0) }
    try inside.withUnsafeBufferPointer(body)
  }

  /// Moves every coordinate that lies outside to the nearest bound.
  public func clamp(_ task: UnsafeMutableBufferPointer<Double>) {
    for i in 0..<dimension { task[i] = min(max(task[i], low[i]), high[i]) }
  }

  /// The error for a task of this dimension that is not accepted.
  public func refusal(of task: UnsafeBufferPointer<Double>) -> UsageError {
    for (i, parameter) in parameters.enumerated() {
      if let problem = parameter.problem(of: task[i]) {
        return .invalidArgument("\(isNamed ? "parameter " : "")'\(parameter.name)' \(problem)")
      }
    }
    return .invalidArgument("argument 'task' lies outside the task space")
  }
}
