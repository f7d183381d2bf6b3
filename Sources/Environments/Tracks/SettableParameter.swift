import Tasks

/// What one name sets on a track: a parameter of it, or its numbers from one of the further parts on.
public struct SettableParameter: Sendable {
  /// The name.
  public let name: String
  /// Its numbers with their bounds.
  public let numbers: [Parameter]
  /// How many of its numbers it can be set by.
  public let counts: [Int]
  let parameter: TrackParameter
  /// How many numbers of the track's parameter come before its own.
  let offset: Int

  /// The names by which parts of a parameter can be set, given its numbers, part by part.
  static func all(of parameter: TrackParameter, _ parts: [[Parameter]]) -> [SettableParameter] {
    parameter.parts.indices.map { first in
      let own = parts[first...]
      var counts: [Int] = []
      for part in own { counts.append((counts.last ?? 0) + part.count) }
      return SettableParameter(
        name: parameter.parts[first].name, numbers: own.flatMap { $0 }, counts: counts, parameter: parameter,
        offset: parts[..<first].reduce(0) { $0 + $1.count })
    }
  }
}
