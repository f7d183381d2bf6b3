import Arguments
import Tasks

/// All that callers can set on an environment's track: by a task, or by name.
public struct TrackSpace: Sendable {
  /// A parameter of the track that a task sets, or a part of it.
  struct Coordinates: Sendable {
    let parameter: TrackParameter
    /// Which coordinates of a task are its numbers.
    let range: Range<Int>

    /// The bounds of the fixed test set if they are not the task space's.
    var testBounds: ClosedRange<Double>? { parameter.testBound.map { parameter.parts[0].range.lowerBound...$0 } }
  }

  /// The tasks; nil if every parameter is off.
  public let taskSpace: TaskSpace?
  /// The numbers that can be set by name, alone or with their group, in the order of a task.
  public let parameters: [Parameter]
  /// What can be set by name.
  public let settable: [SettableParameter]
  /// What a task sets, in its order.
  let coordinates: [Coordinates]

  /// Nothing can be set.
  static let nothing = TrackSpace()

  private init() { (taskSpace, parameters, settable, coordinates) = (nil, [], [], []) }

  /// - Throws: `UsageError` if a parameter's bounds are out of order.
  init(_ bounded: [BoundedParameter]) throws(UsageError) {
    var inTask: [Parameter] = []
    var coordinates: [Coordinates] = []
    for one in bounded where one.boundedCount > 0 {
      let numbers = one.parts.prefix(one.boundedCount).flatMap { $0 }
      coordinates.append(
        Coordinates(parameter: one.parameter, range: inTask.count..<(inTask.count + numbers.count)))
      inTask += numbers
    }
    self.coordinates = coordinates
    taskSpace = inTask.isEmpty ? nil : try TaskSpace(inTask)
    parameters = bounded.flatMap { $0.parts.flatMap { $0 } }
    settable = bounded.flatMap { SettableParameter.all(of: $0.parameter, $0.parts) }
  }
}

/// A parameter of a track with the bounds that an environment's options give it.
struct BoundedParameter: Sendable {
  let parameter: TrackParameter
  /// The numbers of each part.
  let parts: [[Parameter]]
  /// How many parts, from the first, are coordinates of a task.
  let boundedCount: Int
}
