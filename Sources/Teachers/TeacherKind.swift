import Arguments
import Numerics

/// A teacher that can be made: what listings show of it, and how to make one.
public struct TeacherKind: Sendable {
  /// The name that callers create it by.
  public let name: String
  /// One line on what it does.
  public let documentation: String
  /// Every option it has.
  public let options: [OptionDescription]
  /// The numbers of parameters of a task that it can work with.
  public let dimensions: ClosedRange<Int>
  private let makeInstance: @Sendable (TaskSpace, OptionValues, UInt64) -> Result<TeacherInstance, UsageError>

  init<Kind: Teacher>(_ kind: Kind.Type) {
    name = kind.name
    documentation = kind.documentation
    options = kind.options + CommonOptions.descriptions
    dimensions = kind.dimensions
    makeInstance = { taskSpace, options, seed in
      Result { () throws(UsageError) in
        try TeacherAdapter<Kind>(taskSpace: taskSpace, options: options, seed: seed)
      }
    }
  }

  /// Makes a teacher over a task space.
  ///
  /// Throws a `UsageError` where the task space's dimension is not in `dimensions`, or options do not fit each other or
  /// the task space.
  public func make(
    taskSpace: TaskSpace, options: OptionValues, seed: UInt64
  ) throws(UsageError) -> TeacherInstance {
    guard dimensions.contains(taskSpace.dimension) else {
      throw UsageError.invalidArgument(
        "the task space has \(taskSpace.dimension) dimensions; "
          + "\(name) works with \(dimensions.lowerBound) to \(dimensions.upperBound)")
    }
    return try makeInstance(taskSpace, options, seed).get()
  }
}
