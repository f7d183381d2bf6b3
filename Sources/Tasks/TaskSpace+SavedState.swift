import Arguments
import SavedState

// How parameters are written: from version 3 of the format on all that is known of them, before only the bounds.

extension TaskSpace {
  /// Writes the parameters.
  ///
  /// - Complexity: O(dimension).
  public func save(to state: inout StateWriter) {
    state.write(dimension)
    state.write(isNamed)
    if isNamed {
      for parameter in parameters { parameter.save(to: &state) }
    } else {
      state.write(contentsOf: low)
      state.write(contentsOf: high)
    }
  }

  /// Reads what `save` wrote, or what an earlier version of the format has instead.
  ///
  /// - Parameter dimensions: The numbers of parameters that there may be.
  /// - Throws: `StateError` if there is no such task space.
  public init(from state: inout StateReader, dimensions: ClosedRange<Int>) throws(StateError) {
    let dimension = try state.readInt(in: dimensions, "the dimension")
    if state.version >= 3, try state.readBool("whether parameters have names") {
      var parameters: [Parameter] = []
      for _ in 0..<dimension { parameters.append(try Parameter(from: &state)) }
      do throws(UsageError) {
        try self.init(parameters)
      } catch {
        throw .damaged(error.message)
      }
      return
    }
    let low = try state.readDoubles(dimension, in: SavedRange.finite, "the lower bounds")
    let high = try state.readDoubles(dimension, in: SavedRange.finite, "the upper bounds")
    guard let taskSpace = TaskSpace(low: low, high: high) else { throw .damaged("the bounds are out of order") }
    self = taskSpace
  }
}

extension Parameter {
  fileprivate func save(to state: inout StateWriter) {
    state.write(name)
    switch kind {
    case .number: state.write(0)
    case .logNumber: state.write(1)
    case .integer: state.write(2)
    case .category(let names):
      state.write(3)
      state.write(names.count)
      for name in names { state.write(name) }
    }
    state.write(low)
    state.write(high)
    // Nil and empty texts mean the same to callers.
    for text in [group, unit, documentation] { state.write(text ?? "") }
    state.write(defaultValue != nil)
    state.write(defaultValue ?? 0)
  }

  fileprivate init(from state: inout StateReader) throws(StateError) {
    let name = try state.readText(atMost: 255, "a parameter's name")
    let kind: Kind
    switch try state.readInt(in: 0...3, "a parameter's kind") {
    case 1: kind = .logNumber
    case 2: kind = .integer
    case 3:
      var names: [String] = []
      let limit = Parameter.largestCategoryCount
      for _ in 0..<(try state.readCount(ofSize: 8, atMost: limit, "the number of categories")) {
        names.append(try state.readText(atMost: 255, "a category's name"))
      }
      kind = .category(names)
    default: kind = .number
    }
    let low = try state.readDouble(in: SavedRange.finite, "a lower bound")
    let high = try state.readDouble(in: SavedRange.finite, "an upper bound")
    let limits = [255, Parameter.longestText, Parameter.longestText]
    var texts: [String?] = []
    for limit in limits {
      let text = try state.readText(atMost: limit, "a parameter's description")
      texts.append(text.isEmpty ? nil : text)
    }
    let hasDefault = try state.readBool("whether a parameter has a default")
    let defaultValue = try state.readDouble(in: SavedRange.finite, "a parameter's default")
    do throws(UsageError) {
      try self.init(
        name, kind, low: low, high: high, group: texts[0], unit: texts[1], documentation: texts[2],
        defaultValue: hasDefault ? defaultValue : nil)
    } catch {
      throw .damaged(error.message)
    }
  }
}
